/** Several whole numbers in one line: `1,2,…,8`, `1-8`, `1..8`, `3, 5, 9`; `axis.py` does the same. */
import type { FieldView } from "../wire.gen";

const MOST = 64;

export function series(text: string): number[] | null {
  const parts = text
    .replace(/(\d)\s*(?:-|…|\.{2,3})\s*(\d)/g, "$1,…,$2")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length < 2) return null;
  const numbers: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === "…" || part === "...") {
      const [last, until] = [numbers.at(-1), Number(parts[index + 1] ?? NaN)];
      if (last === undefined || !Number.isInteger(until)) return null;
      const before = numbers.at(-2);
      const step = before === undefined ? Math.sign(until - last) || 1 : last - before;
      if (step === 0 || (until - last) / step < 0) return null;
      for (let next = last + step; step > 0 ? next < until : next > until; next += step) {
        if (numbers.length >= MOST) return null;
        numbers.push(next);
      }
    } else if (/^-?\d+$/.test(part)) numbers.push(Number(part));
    else return null;
  }
  return numbers.length > MOST ? null : [...new Set(numbers)];
}

/** Numbers in one line, those of a field: what they are, or what is wrong with them. */
export function numbersOf(
  text: string,
  { whole, least, most }: Pick<FieldView, "whole" | "least" | "most">,
): { numbers: number[]; trouble: string } {
  const parts = text.split(",").filter((part) => part.trim());
  const numbers = (whole && series(text)) || [...new Set(parts.map(Number))];
  const wrong = numbers.findIndex((each) => !Number.isFinite(each));
  const off = (test: (each: number) => boolean) => numbers.find(test);
  const broken = whole ? off((each) => !Number.isInteger(each)) : undefined;
  const low = off((each) => least !== null && each < least);
  const high = off((each) => most !== null && each > most);
  const trouble =
    wrong >= 0
      ? `“${parts.find((part) => !Number.isFinite(Number(part)))?.trim()}” is no number: write 4, 6, 8`
      : broken !== undefined
        ? `${broken} is no whole number`
        : low !== undefined
          ? `${low} is less than ${least}`
          : high !== undefined
            ? `${high} is more than ${most}`
            : "";
  return { numbers, trouble };
}

/** The same numbers as one types them. */
export function written(numbers: readonly unknown[]): string {
  const [first, second] = numbers;
  const last = numbers.at(-1);
  const run = numbers.every(
    (number, index) => typeof first === "number" && number === first + index,
  );
  return run && numbers.length > 3 ? `${first},${second},…,${last}` : numbers.join(", ");
}
