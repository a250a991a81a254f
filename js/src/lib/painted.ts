/** What can wait until the page has shown what there is. */

/** Longer than a frame: a page that is not looked at paints none. */
const PATIENCE_MS = 500;

/** Ends once the page was painted, or a moment later where it is hidden. */
export function painted(): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, PATIENCE_MS);
    // What comes after a frame's own tasks comes after its paint.
    requestAnimationFrame(() => setTimeout(done));
  });
}
