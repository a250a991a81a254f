/** A hand that presses twice by mistake wishes once, however slow the kernel is. */
const HASTE_MS = 1000;

export class Haste {
  private last = "";
  private at = Number.NEGATIVE_INFINITY;

  /** Whether the same was wished a moment ago; what is not, is remembered. */
  again(wish: unknown, now = performance.now()): boolean {
    const written = JSON.stringify(wish);
    if (written === this.last && now - this.at < HASTE_MS) return true;
    [this.last, this.at] = [written, now];
    return false;
  }

  /** What came to nothing may be wished again at once. */
  forget(): void {
    this.last = "";
  }
}
