/** The heads of columns, and what stands where no cell passes the filter. */
import { Icon } from "../lib/icons";
import type { Header } from "./arrange";
import type { Parts } from "./store";

interface HeadProps {
  parts: Parts;
  head: Header;
  group: string;
  grouped: boolean;
  width: number;
  column: number;
}

export function ColumnHead({ parts, head, group, grouped, width, column }: HeadProps) {
  return (
    <div
      class="vg-head"
      tabIndex={-1}
      role="columnheader"
      aria-colindex={column}
      title={head.whole}
      style={{ width: `${width}px` }}
    >
      {grouped && <small>{group || " "}</small>}
      <span>{head.label || "all"}</span>
      <Hide
        arrangement={parts.arrangement}
        name={`column ${head.key}`}
        label={head.whole}
      />
    </div>
  );
}

export function Nothing({ arrangement }: Pick<Parts, "arrangement">) {
  return (
    <p class="vg-nothing">
      No cell passes the filter.{" "}
      <button type="button" class="vw-link" onClick={() => arrangement.showAll()}>
        Show all
      </button>
    </p>
  );
}

interface HideProps extends Pick<Parts, "arrangement"> {
  name: string;
  label: string;
}

export function Hide({ arrangement, name, label }: HideProps) {
  return (
    <button
      type="button"
      class="vg-hide vw-quiet-button"
      tabIndex={-1}
      aria-label={`Hide ${label}`}
      title="Hide"
      onClick={() => arrangement.hide(name)}
    >
      <Icon name="close" />
    </button>
  );
}
