/** The keyboard stays in the grid while it has it: what is taken away does not lose it. */

export function hold(root: HTMLElement): () => void {
  // Not kept: at first the grid is in no page yet.
  const active = () => (root.getRootNode() as Document | ShadowRoot).activeElement;
  let held = false;
  const life = new AbortController();
  const { signal } = life;
  root.addEventListener(
    "focusin",
    () => {
      held = true;
    },
    { signal },
  );
  root.addEventListener(
    "focusout",
    (event) => {
      const next = event.relatedTarget as Node | null;
      // What is taken away is still there while it loses the focus.
      queueMicrotask(() => {
        const gone = !(event.target as Node).isConnected;
        if (!gone && !root.contains(next)) held = false;
      });
    },
    { signal },
  );
  let stranded = false;
  const seen = new MutationObserver(() => {
    const now = active();
    const lost = root.isConnected && (!now || now === document.body);
    stranded = (held && lost) || (stranded && now === root);
    if (!stranded) return;
    // Cells that are drawn anew are not there for a moment: the grid has it until then.
    const cell = root.querySelector<HTMLElement>("[data-focused='true']");
    (cell ?? root).focus({ preventScroll: true });
  });
  seen.observe(root, { childList: true, subtree: true });
  return () => {
    life.abort();
    seen.disconnect();
  };
}
