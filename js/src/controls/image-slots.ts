/** Which image stands where: taken in, swapped, moved, put away. */

import { megabytes } from "../lib/format";
import { messageId } from "../lib/message";
import { signal } from "../lib/signals";
import { upload } from "../lib/upload";
import { type FieldView, IMAGE_MOST_BYTES } from "../wire.gen";
import type { FormStore } from "./store";

export function isPicture(field: FieldView): boolean {
  return field.kind === "image" || field.kind === "images";
}

export function slotsOf(field: FieldView, value: unknown): string[] {
  const all = field.kind === "images" && Array.isArray(value) ? value : [value];
  return all.filter((each): each is string => typeof each === "string" && each !== "");
}

/** What happens to an image whose shape is another than the clip's. */
export function mismatch(
  [width, height]: readonly [number, number],
  ratio: string,
): string {
  const [across = 0, down = 0] = ratio.split(":").map(Number);
  if (!across || !down) return "";
  const share = width / height / (across / down);
  if (share > 0.97 && share < 1.03) return "";
  const kept = Math.round((share > 1 ? 1 / share : share) * 100);
  const sides = share > 1 ? "left and right" : "above and below";
  return `${width}×${height} in a ${ratio} clip: about ${100 - kept} % is cropped ${sides}.`;
}

interface Place {
  role: string;
  index: number;
}

export class ImageSlots {
  /** How many are on their way. */
  readonly waiting = signal(0);
  readonly trouble = signal("");
  private readonly places = new Map<string, Place>();

  constructor(private readonly store: FormStore) {
    store.host.hear((message) => {
      if (message.type !== "image_taken" && message.type !== "error") return;
      const place = message.id === null ? undefined : this.places.get(message.id);
      if (!place || message.id === null) return;
      this.places.delete(message.id);
      this.waiting.value = this.places.size;
      if (message.type === "error") {
        this.trouble.value = message.error;
        return;
      }
      store.takePicture(message.image);
      this.put(place, message.image.value);
    });
  }

  private put({ role, index }: Place, value: string): void {
    this.trouble.value = "";
    const field = this.store.field(role);
    if (!field) return;
    if (field.kind === "image") {
      this.store.edit(field.name, value);
      return;
    }
    const held = slotsOf(field, this.store.state.peek().values[field.name]);
    held.splice(index, 1, value);
    this.store.edit(field.name, [...new Set(held)]);
  }

  /** Expect an image of the kernel's in a place. */
  expect(id: string, field: FieldView, index = Number.MAX_SAFE_INTEGER): void {
    this.places.set(id, { role: field.role, index });
    this.waiting.value = this.places.size;
  }

  take(files: Iterable<File>, field: FieldView, index?: number): void {
    this.trouble.value = "";
    for (const file of files) {
      if (file.size > IMAGE_MOST_BYTES) {
        this.trouble.value = `${file.name} has ${megabytes(file.size)}; at most 20 MB are taken.`;
      } else {
        this.expect(upload(this.store.host, file), field, index);
      }
      if (field.kind === "image") break;
    }
  }

  /** Files that came without a place go to the first that is free. */
  drop(files: Iterable<File>): void {
    const { values } = this.store.state.peek();
    const fields = this.store.fields.peek().filter(isPicture);
    const free = fields.find(
      (field) => field.kind === "images" || !slotsOf(field, values[field.name]).length,
    );
    const field = free ?? fields[0];
    if (field) this.take(files, field);
    else this.trouble.value = `${this.store.model.peek().title} takes no images.`;
  }

  /** A URL as it is, or a file of the kernel's machine. */
  name(field: FieldView, text: string, index?: number): void {
    if (/^(https?:\/\/|image:)/.test(text)) {
      this.put({ role: field.role, index: index ?? Number.MAX_SAFE_INTEGER }, text);
      return;
    }
    const id = messageId();
    this.trouble.value = "";
    this.expect(id, field, index);
    this.store.host.send({ type: "read_image", id, path: text });
  }

  others(field: FieldView): FieldView[] {
    return this.store.fields.peek().filter((each) => isPicture(each) && each !== field);
  }

  swap(field: FieldView, index: number, other: FieldView): void {
    const { values } = this.store.state.peek();
    const mine = slotsOf(field, values[field.name]);
    const [value] = mine.splice(index, 1);
    if (value === undefined) return;
    const theirs = slotsOf(other, values[other.name]);
    const back = other.kind === "image" ? theirs.splice(0, 1) : [];
    const write = (each: FieldView, held: string[]) =>
      this.store.edit(each.name, each.kind === "images" ? emptied(held) : held[0]);
    mine.splice(index, 0, ...back);
    write(field, mine);
    write(other, [...theirs, value]);
  }

  move(field: FieldView, index: number, step: number): void {
    const held = slotsOf(field, this.store.state.peek().values[field.name]);
    const [value] = held.splice(index, 1);
    if (value !== undefined) held.splice(Math.max(0, index + step), 0, value);
    this.store.edit(field.name, held);
  }

  remove(field: FieldView, index: number): void {
    this.trouble.value = "";
    const held = slotsOf(field, this.store.state.peek().values[field.name]);
    held.splice(index, 1);
    this.store.edit(field.name, field.kind === "images" ? emptied(held) : undefined);
  }
}

function emptied(held: string[]): string[] | undefined {
  return held.length ? held : undefined;
}
