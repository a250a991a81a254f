/** A text area that grows with its text, in a box of its own: a key lays out nothing around it. */
import type { TextareaHTMLAttributes } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

const TALLEST = 260;
/** Whether the browser lets it grow by itself. */
const GROWS = CSS.supports("field-sizing", "content");

export function Area(
  props: TextareaHTMLAttributes<HTMLTextAreaElement> & { value: string },
) {
  const area = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const width = useRef(0);
  const grow = () => {
    const element = area.current;
    if (!element || GROWS) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, TALLEST)}px`;
  };
  useLayoutEffect(grow, [props.value]);
  useLayoutEffect(() => {
    const [element, around] = [area.current, box.current];
    if (!element || !around) return;
    const resized = new ResizeObserver(() => {
      const { offsetHeight, offsetWidth } = element;
      if (offsetHeight) around.style.height = `${offsetHeight}px`;
      if (width.current !== offsetWidth) requestAnimationFrame(grow);
      width.current = offsetWidth;
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, []);
  return (
    <div ref={box} class="vc-area">
      <textarea {...props} ref={area} />
    </div>
  );
}
