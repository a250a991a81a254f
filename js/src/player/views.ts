/** The views of one player on one page: each plays by itself, one is heard. */

export interface Heard {
  /** Called when the sound came to this view, or left it. */
  voiced(): void;
}

export class Views {
  private readonly all = new Set<Heard>();
  private leader: Heard | null = null;
  private writer: Heard | null = null;

  /** How many views there are. */
  get size(): number {
    return this.all.size;
  }

  join(view: Heard, until: AbortSignal): void {
    this.all.add(view);
    this.leader ??= view;
    until.addEventListener("abort", () => {
      this.all.delete(view);
      if (this.leader !== view) return;
      this.leader = [...this.all].at(-1) ?? null;
      this.leader?.voiced();
    });
  }

  leads(view: Heard): boolean {
    return this.leader === view;
  }

  /** Let this view be the one that is heard. */
  lead(view: Heard): void {
    const before = this.leader;
    this.leader = view;
    if (before !== view) before?.voiced();
    view.voiced();
  }

  /** Set a trait in a view's name; the others do not follow it. */
  write(view: Heard, act: () => void): void {
    this.writer = view;
    try {
      act();
    } finally {
      this.writer = null;
    }
  }

  /** Whether a change of a trait is one for this view: the kernel's, not a sibling's. */
  concerns(view: Heard): boolean {
    return this.writer === null || this.writer === view;
  }
}

const known = new WeakMap<object, Views>();

/** All views of one widget are given one and the same clip. */
export function viewsOf(clip: object): Views {
  const views = known.get(clip) ?? new Views();
  known.set(clip, views);
  return views;
}
