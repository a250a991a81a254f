/** A component that is drawn again only when one of its properties, or its own state, changes. */
import { Component, type ComponentType, h } from "preact";

export function memo<Props extends object>(View: ComponentType<Props>) {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const now = this.props as Record<string, unknown>;
      return Object.entries(next).some(([name, value]) => now[name] !== value);
    }
    override render() {
      return h(View, this.props as Props & { key?: string });
    }
  };
}
