import { expect, test } from "vitest";
import { placed } from "../../src/grid/moments";
import { FRAME, type Sim, World } from "./world";

test("sixteen uneven players stay within a frame", async () => {
  const world = new World();
  for (let n = 0; n < 16; n += 1) {
    world.add({ skew: 1 + (n - 8) * 0.002, jitter: 0.4, lag: 20 + n * 4 });
  }
  await world.pass(200);
  void world.group.play();
  await world.pass(1000);
  let within = 0;
  let all = 0;
  await world.pass(5000, () => {
    all += 1;
    if (world.group.drift < FRAME) within += 1;
  });
  expect(within / all).toBeGreaterThanOrEqual(0.99);
  expect(world.group.time).toBeGreaterThan(5);
});

test("left alone they would not: the same players without a tick drift apart", async () => {
  const world = new World();
  for (let n = 0; n < 16; n += 1) world.add({ skew: 1 + (n - 8) * 0.002 });
  for (const one of world.players) void one.start();
  world.group.tick = () => {};
  await world.pass(6000);
  const times = world.players.map((one) => one.time);
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(FRAME);
});

test("after a stall of 400 ms they are in step again within a second", async () => {
  const world = new World();
  for (let n = 0; n < 9; n += 1) world.add();
  await world.pass(100);
  void world.group.play();
  await world.pass(1500);
  const slow = world.players[3] as Sim;
  slow.stalled = 400;
  let most = 0;
  await world.pass(400, () => {
    most = Math.max(most, world.group.drift);
  });
  expect(most).toBeGreaterThan(0.3);
  await world.pass(1000);
  expect(slow.running).toBe(true);
  expect(world.group.drift).toBeLessThan(FRAME);
});

test("a player is sent to where the others are when it gets there", async () => {
  const world = new World();
  for (let n = 0; n < 9; n += 1) world.add({ lag: 250 });
  await world.pass(300);
  void world.group.seek(1);
  await world.pass(300);
  void world.group.play();
  await world.pass(1000);
  const behind = world.players[3] as Sim;
  const before = behind.seeks;
  behind.time -= 1;
  await world.pass(500);
  expect(behind.seeks).toBe(before + 1);
  expect(world.group.drift).toBeLessThan(FRAME);
});

test("who was sent in front of others that then left goes on alone", async () => {
  const world = new World();
  const first = world.add();
  await world.pass(100);
  void world.group.play();
  await world.pass(500);
  const late = world.add({ lag: 200 });
  await world.pass(50);
  world.group.remove(first);
  await world.pass(500);
  expect(late.running).toBe(true);
  expect(world.group.time).toBeGreaterThan(0.8);
});

test.each([0.5, 1, 3])(
  "at %s× who lands in front waits there, sought once",
  async (rate) => {
    const world = new World();
    world.group.setRate(rate);
    for (let n = 0; n < 5; n += 1) world.add({ lag: 400 });
    await world.pass(500);
    void world.group.seek(1);
    await world.pass(500);
    void world.group.play();
    await world.pass(500);
    const quick = world.add({ lag: 10 });
    await world.pass(200);
    expect(quick.running).toBe(false);
    expect(quick.time).toBeGreaterThan(world.group.time);
    await world.pass(700);
    expect(quick.running).toBe(true);
    expect(quick.seeks).toBe(1);
    expect(world.group.drift).toBeLessThan(FRAME);
  },
);

test("paused and stepped, every player shows the same frame", async () => {
  const world = new World();
  for (let n = 0; n < 5; n += 1) world.add({ jitter: 0.6, skew: 1 + n * 0.01 });
  await world.pass(100);
  void world.group.play();
  await world.pass(1730);
  void world.group.pause();
  await world.pass(200);
  const frames = world.players.map((one) => one.frame);
  expect(new Set(frames).size).toBe(1);
  void world.group.seek(world.group.time + FRAME);
  await world.pass(200);
  expect(new Set(world.players.map((one) => one.frame))).toEqual(
    new Set([(frames[0] ?? 0) + 1]),
  );
});

test("the group loops together", async () => {
  const world = new World();
  for (let n = 0; n < 6; n += 1) world.add({ duration: 2, lag: 20 + 10 * n });
  await world.pass(100);
  void world.group.play();
  await world.pass(2300);
  expect(world.group.time).toBeLessThan(0.6);
  await world.pass(300);
  expect(world.group.drift).toBeLessThan(0.017);
  expect(world.group.playing).toBe(true);
});

test("without loop it stops at the end, on the last frame", async () => {
  const world = new World();
  world.group.loop = false;
  for (let n = 0; n < 3; n += 1) world.add({ duration: 1 });
  await world.pass(100);
  void world.group.play();
  await world.pass(1500);
  expect(world.group.playing).toBe(false);
  expect(world.players.map((one) => one.frame)).toEqual([23, 23, 23]);
  void world.group.play();
  await world.pass(300);
  expect(world.group.time).toBeLessThan(0.5);
});

test("a short clip holds its last frame and rejoins at the loop", async () => {
  const world = new World();
  world.add({ duration: 2 });
  const short = world.add({ duration: 1 });
  await world.pass(100);
  void world.group.play();
  await world.pass(1500);
  expect(short.running).toBe(false);
  expect(short.frame).toBeGreaterThanOrEqual(22);
  await world.pass(1000);
  expect(short.running).toBe(true);
  expect(Math.abs(short.time - world.group.time)).toBeLessThan(FRAME);
});

test("a stretch loops between its ends", async () => {
  const world = new World();
  world.add();
  world.group.from = 2;
  world.group.to = 3;
  await world.pass(100);
  void world.group.seek(2);
  await world.pass(100);
  void world.group.play();
  const seen: number[] = [];
  await world.pass(3000, () => seen.push(world.group.time));
  expect(Math.max(...seen)).toBeLessThan(3.12);
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(1.99);
});

test("an offset moves one player's frames, playing and standing", async () => {
  const world = new World();
  const one = world.add();
  const other = world.add({ offset: 3 });
  await world.pass(100);
  void world.group.seek(1);
  await world.pass(100);
  expect(other.frame - one.frame).toBe(3);
  void world.group.play();
  await world.pass(1000);
  expect(other.time - one.time).toBeCloseTo(3 * FRAME, 1);
  expect(world.group.drift).toBeLessThan(0.02);
  expect(placed(other, 0)).toBeCloseTo(3.5 * FRAME);
  expect(placed(one, 99)).toBeCloseTo(8 - FRAME / 2);
});

test("a broken player never holds the others up", async () => {
  const world = new World();
  world.add();
  world.add({ broken: true, ready: false });
  await world.pass(100);
  void world.group.play();
  await world.pass(1000);
  expect(world.group.time).toBeGreaterThan(0.8);
});

test("a clip that fails under way does not hold the loop", async () => {
  const world = new World();
  world.add({ duration: 2 });
  const long = world.add({ duration: 8 });
  await world.pass(100);
  void world.group.play();
  await world.pass(800);
  Object.assign(long, { failed: true, ready: false, running: false, broken: true });
  await world.pass(1800);
  expect(world.group.time).toBeLessThan(1);
  expect(world.players[0]?.running).toBe(true);
});

test("players that all ended between two ticks turn the loop", async () => {
  const world = new World();
  world.add({ duration: 2 });
  world.add({ duration: 2, offset: 6 });
  await world.pass(100);
  void world.group.play();
  await world.pass(1200);
  const tick = world.group.tick.bind(world.group);
  world.group.tick = () => {};
  await world.pass(1500);
  world.group.tick = tick;
  await world.pass(600);
  expect(world.group.time).toBeLessThan(0.7);
  expect(world.players[0]?.running).toBe(true);
});

test("a player that begins later waits on its first frame", async () => {
  const world = new World();
  world.add();
  const late = world.add({ offset: -12 });
  await world.pass(100);
  void world.group.play();
  await world.pass(300);
  expect(late.running).toBe(false);
  expect(late.frame).toBe(0);
  await world.pass(1500);
  expect(late.running).toBe(true);
  expect(late.time - (world.players[0]?.time ?? 0)).toBeCloseTo(-0.5, 1);
});

test("the one that is heard comes back too when it strays", async () => {
  const world = new World();
  for (let n = 0; n < 5; n += 1) world.add();
  world.group.leader = world.players[2] ?? null;
  await world.pass(100);
  void world.group.play();
  await world.pass(1000);
  (world.players[2] as Sim).stalled = 250;
  await world.pass(1400);
  expect(world.group.drift).toBeLessThan(FRAME);
});

test("the one that is heard leads, at its own pitch", async () => {
  const world = new World();
  for (let n = 0; n < 4; n += 1) world.add({ skew: 1 + n * 0.01 });
  const heard = world.players[3] as Sim;
  world.group.leader = heard;
  await world.pass(100);
  void world.group.play();
  let pitched = 0;
  await world.pass(2000, () => {
    if (heard.rate !== 1) pitched += 1;
  });
  expect(pitched).toBe(0);
  expect(world.group.drift).toBeLessThan(FRAME);
  world.group.remove(heard);
  expect(world.group.leader).toBeNull();
});

test("the newest of two seeks wins", async () => {
  const world = new World();
  world.add({ lag: 50 });
  await world.pass(100);
  void world.group.seek(1);
  void world.group.seek(5);
  await world.pass(200);
  expect(world.players[0]?.time).toBeCloseTo(5, 1);
  expect(world.group.time).toBe(5);
});

test("who joins later joins at the group's moment", async () => {
  const world = new World();
  void world.group.seek(3);
  await world.pass(50);
  const late = world.add();
  await world.pass(100);
  expect(late.frame).toBe(72);
  void world.group.play();
  await world.pass(500);
  const later = world.add();
  await world.pass(1500);
  expect(later.running).toBe(true);
  expect(world.group.drift).toBeLessThan(FRAME);
});
