import { afterEach, expect, test } from "vitest";
import type { FakeModel } from "./model";
import { until } from "./model";
import { CLIP } from "./player";
import { ALL, draw, NO_VOTES, NOW, named, takeOf, tidy } from "./studio";

afterEach(tidy);

const READY = { sha256: "c".repeat(64), state: "ready" } as const;
const cast = (model: FakeModel) =>
  model.sent
    .filter((one) => one.type === "vote_on_take")
    .map(({ job, kind, answer, moment }) => [job, kind, answer, moment]);

function press(
  target: Element | null | undefined,
  key: string,
  extra: object = {},
): void {
  const init = { key, bubbles: true, cancelable: true, ...extra };
  target?.dispatchEvent(new KeyboardEvent("keydown", init));
}

async function staged() {
  const page = draw({ takes: [takeOf(1, READY)], clip: CLIP });
  const player = await until(() => page.el.querySelector(".vs-stage .vw-player"), "it");
  return { ...page, player };
}

test("on the stage keys and buttons vote, and undo takes back", async () => {
  const { el, model, player } = await staged();
  press(player, "x");
  press(player, "!", { code: "Digit1", shiftKey: true });
  el.querySelector<HTMLElement>("[aria-label='Good']")?.click();
  expect(cast(model)).toEqual([
    ["job1", "keep", "drop", null],
    ["job1", "score", "1", null],
    ["job1", "thumb", "up", null],
  ]);
  for (let n = 0; n < 5; n += 1) press(player, "u");
  expect(model.sent.filter((one) => one.type === "undo_vote_on")).toHaveLength(3);
});

test("a comment is about the moment that is shown, and leads back there", async () => {
  const { el, model, player } = await staged();
  const video = await until(() => el.querySelector<HTMLVideoElement>("video"), "video");
  let at = 1.25;
  Object.defineProperty(video, "currentTime", {
    get: () => at,
    set: (value: number) => {
      at = value;
    },
  });
  press(player, "c");
  const input = await until(
    () => el.querySelector<HTMLInputElement>(".vw-writing"),
    "a place to write",
  );
  at = 0;
  input.value = "the tail";
  press(input, "Enter");
  expect(cast(model)).toEqual([["job1", "comment", "the tail", 1.25]]);
  const comments = [{ id: "v1", at: 1.25, text: "<b>the tail</b>" }];
  const take = takeOf(1, { ...READY, votes: { ...NO_VOTES, comments } });
  model.say({ type: "take", take, sweep: null, now: NOW });
  const back = await until(() => el.querySelector<HTMLElement>(".vw-comment"), "it");
  expect(back.textContent).toContain("<b>the tail</b>");
  back.click();
  expect(at).toBe(1.25);
});

test("on the wall X drops, E ticks; what is dropped goes, and comes when asked for", async () => {
  const takes = [takeOf(1, READY), takeOf(2, READY)];
  const { el, model } = draw({ takes });
  await until(() => el.querySelectorAll(".vs-take").length === 2, "drawn");
  const open = el.querySelector<HTMLElement>("[data-tile=job1] .vs-open");
  press(open, "x");
  press(open, "c");
  expect(cast(model)).toEqual([["job1", "keep", "drop", null]]);
  expect(el.querySelector(".vs-ticked")).toBeNull();
  press(open, "e");
  await until(() => el.querySelector(".vs-ticked"), "the bar");
  const dropped = takeOf(1, { ...READY, votes: { ...NO_VOTES, keep: "drop" } });
  model.say({ type: "take", take: dropped, sweep: null, now: NOW });
  model.kernel("dropped", 1);
  await until(() => el.querySelectorAll(".vs-take").length === 1, "gone");
  (await until(() => named(el, "1 dropped · show"), "the switch")).click();
  expect(model.get("filter")).toEqual({ ...ALL, dropped: true });
});

test("while takes are judged blind nothing of them is in the page", async () => {
  const takes = [takeOf(1, READY), takeOf(2, READY)];
  const { el, model } = draw({ takes, clip: CLIP });
  await until(() => el.querySelectorAll(".vs-take").length === 2, "drawn");
  el.querySelector<HTMLElement>(".vs-tools [aria-label='Judge blind']")?.click();
  expect(model.sent.at(-1)).toMatchObject({
    type: "compare",
    jobs: ["job1", "job2"],
    blind: true,
  });
  model.kernel("blind", true);
  await until(() => !el.querySelector(".vs-panes"), "shut");
  for (const word of ["lake", "Full", "seed", "$", "<video", "<img", "job1"]) {
    expect(el.querySelector(".vs-studio")?.outerHTML).not.toContain(word);
  }
  const asked = model.sent.length;
  model.kernel("blind", false);
  await until(() => el.querySelectorAll(".vs-take").length === 2, "as before");
  await until(() => el.querySelector(".vs-stage .vw-player"), "the stage too");
  expect(model.sent.slice(asked).some((one) => one.type === "open_take")).toBe(true);
});
