/** A chip under the pointer, be it a mouse, a pen or a finger, is dragged to another place. */
const FAR_PX = 5;

interface Drag {
  /** Over which place it is; none where it is over none. */
  over: (slot: string) => void;
  drop: (slot: string) => void;
  /** Called in any case, after all else. */
  end: () => void;
}

export function slotOf(element: Element | null): string {
  return element?.closest<HTMLElement>("[data-slot]")?.dataset.slot ?? "";
}

export function drag(event: PointerEvent, chip: HTMLElement, act: Drag): void {
  const root = chip.getRootNode() as Document | ShadowRoot;
  const life = new AbortController();
  const until = { signal: life.signal };
  let moving = false;
  const under = ({ clientX, clientY }: PointerEvent) =>
    slotOf(root.elementFromPoint(clientX, clientY));
  const end = () => {
    // After the click that a drop ends with.
    setTimeout(() => life.abort());
    act.end();
  };
  const move = (now: PointerEvent) => {
    const far = Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY);
    moving ||= far > FAR_PX;
    if (moving) act.over(under(now));
  };
  const up = (now: PointerEvent) => {
    if (moving) {
      const still = (click: Event) => click.stopPropagation();
      chip.addEventListener("click", still, { ...until, capture: true });
      act.drop(under(now));
    }
    end();
  };
  addEventListener("pointermove", move, until);
  addEventListener("pointerup", up, until);
  addEventListener("pointercancel", end, until);
}
