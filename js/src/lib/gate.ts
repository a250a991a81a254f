/** Lets so many through at a time, in order. */
export class Gate {
  private waiting: (() => void)[] = [];
  private inside = 0;
  constructor(private readonly most: number) {}
  async pass<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.inside >= this.most) {
      await new Promise<void>((go) => this.waiting.push(go));
    }
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
      this.waiting.shift()?.();
    }
  }
}
