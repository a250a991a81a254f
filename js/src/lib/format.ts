/** Times, money and sizes as people read them. */

export function span(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${String(whole % 60).padStart(2, "0")} min`;
  const hours = Math.floor(minutes / 60);
  return `${hours}:${String(minutes % 60).padStart(2, "0")} h`;
}

export function dollars(amount: number): string {
  return `$${amount.toFixed(2)}`;
}

export function range(low: number, high: number): string {
  const [from, to] = [dollars(low), dollars(high)];
  return from === to ? from : `${from}–${to.slice(1)}`;
}

/** A range of dollars, or that nobody knows it. */
export function price(low: number | null, high: number | null): string {
  return low === null || high === null ? "price unknown" : range(low, high);
}

/** Made once: each call of `toLocaleTimeString` makes one anew, which takes longer than a tile. */
const CLOCK = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });

export function clock(seconds: number): string {
  return CLOCK.format(seconds * 1000);
}

export function megabytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function position(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
