/// <reference types="vite/client" />
import { expect, test } from "vitest";

const sources = import.meta.glob<string>("../src/**/*.{ts,tsx,css}", {
  query: "?raw",
  import: "default",
  eager: true,
});
const tests = import.meta.glob<string>("./**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const own = Object.entries({ ...sources, ...tests }).filter(
  ([path]) => !path.endsWith(".gen.ts"),
);

test("nothing is cast against its type", () => {
  const cast = /\bas (never|any|unknown)\b/;
  const code = Object.entries(sources);
  expect(code.length).toBeGreaterThan(40);
  expect(code.filter(([, text]) => cast.test(text)).map(([path]) => path)).toEqual([]);
});

test("no file is longer than 300 lines", () => {
  const long = own.filter(([, text]) => text.split("\n").length > 301);
  expect(long.map(([path]) => path)).toEqual([]);
});
