/** Lets so many through at a time, in order; who is patient only when nobody else is there. */
export class Gate {
  private readonly hurried: (() => void)[] = [];
  private readonly patient: (() => void)[] = [];
  private inside = 0;
  constructor(private readonly most: number) {}

  async pass<T>(work: () => T | Promise<T>, patient = false): Promise<T> {
    if (this.inside >= (patient ? 1 : this.most)) {
      const queue = patient ? this.patient : this.hurried;
      await new Promise<void>((go) => queue.push(go));
    }
    this.inside += 1;
    try {
      return await work();
    } finally {
      this.inside -= 1;
      const next =
        this.hurried.shift() ?? (this.inside ? undefined : this.patient.shift());
      next?.();
    }
  }
}
