/** A hand that presses twice by mistake wishes once, however slow the kernel is. */
import { HASTE_S } from "../wire.gen";

export class Haste {
  private last = "";
  private at = Number.NEGATIVE_INFINITY;

  /** Whether the same was wished a moment ago; what is not, is remembered. */
  again(wish: unknown, now = performance.now()): boolean {
    const written = JSON.stringify(wish);
    if (written === this.last && now - this.at < HASTE_S * 1000) return true;
    [this.last, this.at] = [written, now];
    return false;
  }

  /** What came to nothing may be wished again at once. */
  forget(): void {
    this.last = "";
  }
}
