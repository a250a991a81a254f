/** The keyboard stays in the grid while it has it: what is taken away does not lose it. */

export function hold(root: HTMLElement): () => void {
  const home = root.getRootNode() as Document | ShadowRoot;
  let held = root.contains(home.activeElement);
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
    const lost = !home.activeElement || home.activeElement === document.body;
    stranded = (held && lost) || (stranded && home.activeElement === root);
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
