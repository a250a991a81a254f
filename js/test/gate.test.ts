import { expect, test } from "vitest";
import { Gate } from "../src/lib/gate";

/** A piece of work that ends when it is told to. */
function work(order: string[], name: string) {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  const begin = () => {
    order.push(name);
    return done;
  };
  return { begin, end };
}

const turns = async () => {
  for (let n = 0; n < 8; n += 1) await Promise.resolve();
};

test("so many are inside at a time, in the order in which they came", async () => {
  const order: string[] = [];
  const gate = new Gate(2);
  const all = ["a", "b", "c", "d"].map((name) => work(order, name));
  const passed = all.map(({ begin }) => gate.pass(begin));
  await turns();
  expect(order).toEqual(["a", "b"]);
  all[1]?.end();
  await turns();
  expect(order).toEqual(["a", "b", "c"]);
  for (const { end } of all) end();
  await Promise.all(passed);
  expect(order).toEqual(["a", "b", "c", "d"]);
});

test("who is patient goes in alone, after all who came later and are not", async () => {
  const order: string[] = [];
  const gate = new Gate(2);
  const [first, patient, second, other] = ["first", "patient", "second", "other"].map(
    (name) => work(order, name),
  );
  if (!first || !patient || !second || !other) throw new Error("four");
  const passed = [gate.pass(first.begin), gate.pass(patient.begin, true)];
  passed.push(gate.pass(other.begin, true), gate.pass(second.begin));
  first.end();
  await turns();
  expect(order).toEqual(["first", "second"]);
  second.end();
  await turns();
  expect(order).toEqual(["first", "second", "patient"]);
  for (const { end } of [patient, other]) end();
  await Promise.all(passed);
  expect(order).toEqual(["first", "second", "patient", "other"]);
});
