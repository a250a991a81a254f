/**
 * Many players as one: the rules, with time and players given from outside.
 *
 * While they run, each player's clock is compared with the leader's every TICK_MS
 * and its speed bent a little until they agree; only a player far behind is sought.
 * When they stand, each shows the same moment, to the frame.
 */
import { bent, lateness, median, type Step } from "./clocks";
import { EDGE_S, groupTime, ownTime, type Player, placed } from "./moments";

export const TICK_MS = 100;
const FAR_S = 0.35;
const SEEK_PAUSE_MS = 600;
const LEADER_STRAYS_S = 0.15;
/** Who is sent after the others waits for them in front, at most for so long. */
const AHEAD_MOST_S = 1;
/** A seek beside others that play takes longer than the last one by so much, now and then. */
const [AHEAD_SHARE, AHEAD_S] = [1.25, 0.05];
/** After a move players may still find together for so long. */
const SETTLED_MS = 500;

export class Group {
  playing = false;
  rate = 1;
  loop = true;
  /** A stretch to stay in, in seconds. */
  from = 0;
  to: number | null = null;
  /** The player that is heard: it leads, so that its pitch is never bent. */
  leader: Player | null = null;
  private players = new Set<Player>();
  private sought = new Map<Player, number>();
  private stood = 0;
  private epoch = 0;
  private moving = false;
  private moved = 0;
  /** Seconds that the last seek took. */
  private landing = 0;

  constructor(private readonly now: () => number) {}

  get size(): number {
    return this.players.size;
  }

  get duration(): number {
    const whole = [...this.players].filter((one) => !one.failed);
    return Math.max(0, ...whole.map((one) => (one.duration - one.shift) / one.scale));
  }

  /** Whether any player runs, so that the group's time is its own. */
  get running(): boolean {
    return this.clocks().length > 0;
  }

  /** The moment that the group shows, in seconds. */
  get time(): number {
    if (!this.playing || this.moving) return this.stood;
    const clocks = this.clocks();
    return clocks.length ? this.reference(clocks) : this.stood;
  }

  /** How far the clocks are apart, in seconds. */
  get drift(): number {
    const times = this.clocks().map(([, time]) => time);
    return times.length > 1 ? Math.max(...times) - Math.min(...times) : 0;
  }

  /** How many run of how many, and which part within a frame; nothing just after a move. */
  get step(): Step | null {
    const clocks = this.clocks();
    if (this.moving || this.now() - this.moved < SETTLED_MS || !clocks.length)
      return null;
    const slowest = Math.min(...clocks.map(([one]) => one.fps));
    const times = clocks.map(([, time]) => time);
    const late = lateness(times, 1 / slowest);
    const live = clocks.filter(([one]) => one !== this.leader).length;
    return { live, group: this.size - Number(this.leader !== null), late };
  }

  /** Take the time of a player that comes alone. */
  adopt(player: Player): void {
    if (!this.playing) this.stood = Math.max(0, groupTime(player, player.time));
  }

  add(player: Player): void {
    if (this.players.has(player)) return;
    this.players.add(player);
    this.pace(player);
    if (this.playing && !this.moving && this.running) {
      void this.catchUp(player, this.time);
      return;
    }
    void player.seek(placed(player, this.time)).then(() => {
      if (!this.moving) this.go(player, this.time);
    });
  }

  /** Take a player out; tell whether it was in. */
  remove(player: Player): boolean {
    this.sought.delete(player);
    if (this.leader === player) this.leader = null;
    return this.players.delete(player);
  }

  async play(): Promise<void> {
    if (this.size > 0 && this.time >= this.end - EDGE_S) this.stood = this.from;
    this.playing = true;
    await this.together(this.stood);
  }

  async pause(): Promise<void> {
    const at = this.time;
    this.playing = false;
    await this.together(at);
  }

  seek(seconds: number): Promise<void> {
    const most = this.size > 0 ? this.duration : seconds;
    return this.together(Math.max(0, Math.min(most, seconds)));
  }

  /** Stand at a moment from which others will begin. */
  stand(seconds: number): void {
    this.playing = this.moving = false;
    this.epoch += 1;
    this.stood = seconds;
  }

  setRate(rate: number): void {
    this.rate = rate;
    for (const one of this.players) this.pace(one);
  }

  private pace(player: Player): void {
    player.setRate(this.rate * player.scale);
  }

  /** Called every TICK_MS while the group plays. */
  tick(): void {
    if (!this.playing || this.moving) return;
    const clocks = this.clocks();
    if (!clocks.length) {
      if (this.allEnded()) this.turn();
      else this.begin();
      return;
    }
    const at = this.reference(clocks);
    this.stood = at;
    if (at >= this.end - EDGE_S) {
      this.turn();
      return;
    }
    for (const [player, time] of clocks) {
      const ahead = time - at;
      const last = this.sought.get(player) ?? -Infinity;
      if (Math.abs(ahead) > FAR_S && this.now() - last > SEEK_PAUSE_MS) {
        void this.catchUp(player, at);
      } else {
        player.setRate(bent(this.rate * player.scale, ahead));
      }
    }
    for (const player of this.players) this.rejoin(player, at);
  }

  /** None runs: they go on where the first of them stands. */
  private begin(): void {
    const able = [...this.players].filter((one) => one.ready);
    const first = Math.min(...able.map((one) => groupTime(one, one.time)));
    if (able.length) this.stood = Math.max(this.stood, first);
    for (const player of able) this.rejoin(player, this.stood);
  }

  /** A player that stands goes on when the others come to it; far from them it is sent there. */
  private rejoin(player: Player, at: number): void {
    const own = ownTime(player, at);
    const inside = own >= 0 && own < player.duration - EDGE_S;
    if (player.running || !player.ready || !inside) return;
    const ahead = groupTime(player, player.time) - at;
    const pace = Math.max(1, this.rate);
    if (ahead >= -FAR_S && ahead < AHEAD_MOST_S * pace) {
      if (ahead <= (TICK_MS / 2000) * pace) this.go(player, at);
      return;
    }
    const last = this.sought.get(player) ?? -Infinity;
    if (this.now() - last >= SEEK_PAUSE_MS) void this.catchUp(player, at);
  }

  /** Send a player in front of the others, where it stands until they come. */
  private async catchUp(player: Player, at: number): Promise<void> {
    const begun = this.now();
    player.halt();
    this.sought.set(player, begun);
    const wait = Math.min(AHEAD_MOST_S, AHEAD_SHARE * this.landing + AHEAD_S);
    const ahead = this.running ? this.rate * wait : 0;
    const most = this.end - EDGE_S;
    await player.seek(Math.max(0, ownTime(player, Math.min(at + ahead, most))));
    this.landed(begun);
  }

  /** Take in how long a seek took that began then. */
  private landed(begun: number): void {
    this.landing = Math.min(AHEAD_MOST_S, (this.now() - begun) / 1000);
  }

  /** Start a player, if the group plays and the moment is one of its own. */
  private go(player: Player, at: number): void {
    const own = ownTime(player, at);
    const inside = own >= 0 && own < player.duration - EDGE_S;
    if (!this.playing || !this.players.has(player) || !player.ready || !inside) return;
    void player.start().catch(() => {});
  }

  /** Whether no player has anything left to show in this turn of the loop. */
  private allEnded(): boolean {
    const able = [...this.players].filter((one) => one.ready && !one.failed);
    return (
      able.length > 0 &&
      able.every((one) => {
        const own = groupTime(one, one.time);
        return one.time >= one.duration - EDGE_S || own >= this.end - EDGE_S;
      })
    );
  }

  /** What is reached when the loop turns or the group stands still. */
  private get end(): number {
    return this.to ?? this.duration;
  }

  private turn(): void {
    if (this.loop) void this.together(this.from);
    else void this.stop();
  }

  private async stop(): Promise<void> {
    this.playing = false;
    await this.together(this.end);
  }

  /** Running players' clocks on the group's own time line. */
  private clocks(): [Player, number][] {
    return [...this.players]
      .filter((one) => one.ready && one.running)
      .map((one) => [one, groupTime(one, one.time)]);
  }

  private reference(clocks: [Player, number][]): number {
    const middle = median(clocks.map(([, time]) => time));
    const lead = clocks.find(([player]) => player === this.leader)?.[1];
    return lead !== undefined && Math.abs(lead - middle) < LEADER_STRAYS_S
      ? lead
      : middle;
  }

  /** Halt all, show one moment in all, and go on together if the group plays. */
  private async together(seconds: number): Promise<void> {
    this.stood = seconds;
    this.moving = true;
    this.epoch += 1;
    const mine = this.epoch;
    const [all, begun] = [[...this.players], this.now()];
    for (const one of all) {
      one.halt();
      this.pace(one);
    }
    await Promise.all(all.map((one) => one.seek(placed(one, seconds))));
    if (mine !== this.epoch) return;
    this.moving = false;
    this.moved = this.now();
    // Where all stood there already, nothing was learnt.
    if (this.moved - begun > 1000 * EDGE_S) this.landed(begun);
    if (!this.playing) return;
    for (const one of all) this.go(one, seconds);
  }
}
