/** Which image stands where: taken in, swapped, moved, put away. */

import { megabytes } from "../lib/format";
import { messageId } from "../lib/message";
import { signal } from "../lib/signals";
import { upload } from "../lib/upload";
import { CLIP_MOST_BYTES, type FieldView, IMAGE_MOST_BYTES } from "../wire.gen";
import type { FormStore } from "./store";

export function isPicture(field: FieldView): boolean {
  return field.kind === "image" || field.kind === "images";
}

export function slotsOf(field: FieldView, value: unknown): string[] {
  const all = field.kind === "images" && Array.isArray(value) ? value : [value];
  return all.filter((each): each is string => typeof each === "string" && each !== "");
}

/** Where an image stands: a field by its role, and the how many-th there. */
export interface Place {
  role: string;
  index: number;
}

/** A place as an attribute tells it, and back. */
export function slotName({ role, index }: Place): string {
  return `${role}:${index}`;
}

export function placeOf(slot: string): Place | null {
  const [role = "", index] = slot.split(":");
  return role && index !== undefined ? { role, index: Number(index) } : null;
}

/** Whether a file may say how clips are made: a clip, or a sweep's definition. */
function tells(file: File): boolean {
  return file.type.startsWith("video/") || /\.(mp4|m4v|mov|ya?ml|json)$/i.test(file.name);
}

export class ImageSlots {
  /** How many are on their way. */
  readonly waiting = signal(0);
  readonly trouble = signal("");
  /** What was moved where, to those who do not see it. */
  readonly said = signal("");
  /** Over which place one is dragged. */
  readonly over = signal("");
  /** Where the image is that was moved last: the focus goes with it. */
  readonly moved = signal<Place | null>(null);
  /** The clip whose settings are waited for. */
  private reading = "";
  private readonly awaited = new Map<string, Place>();

  constructor(private readonly store: FormStore) {
    store.host.hear((message) => {
      if (message.type === "settings_taken") {
        if (this.reading !== message.id) return;
        this.reading = "";
        this.trouble.value = "";
        store.use(message.model, message.values, message.text, message.axes);
        return;
      }
      if (message.type === "error" && message.id === this.reading) {
        this.reading = "";
        this.trouble.value = message.error;
        return;
      }
      if (message.type !== "image_taken" && message.type !== "error") return;
      const place = message.id === null ? undefined : this.awaited.get(message.id);
      if (!place || message.id === null) return;
      this.awaited.delete(message.id);
      this.waiting.value = this.awaited.size;
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
    this.awaited.set(id, { role: field.role, index });
    this.waiting.value = this.awaited.size;
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
  drop(files: Iterable<File>, slot = ""): void {
    const clip = [...files].find(tells);
    if (clip) {
      this.read(clip);
      return;
    }
    const place = placeOf(slot);
    const named = place && this.store.field(place.role);
    if (named) {
      this.take(files, named, place.index);
      return;
    }
    const { values } = this.store.state.peek();
    const fields = this.store.fields.peek().filter(isPicture);
    const free = fields.find(
      (field) => field.kind === "images" || !slotsOf(field, values[field.name]).length,
    );
    const field = free ?? fields[0];
    if (field) this.take(files, field);
    else this.trouble.value = `${this.store.model.peek().title} takes no images.`;
  }

  /** Take the settings that a clip carries; it may be one of this kit's exports. */
  private read(clip: File): void {
    if (clip.size > CLIP_MOST_BYTES) {
      const most = megabytes(CLIP_MOST_BYTES);
      this.trouble.value = `${clip.name} has ${megabytes(clip.size)}; settings are read from files of at most ${most}.`;
      return;
    }
    this.trouble.value = "";
    this.reading = upload(this.store.host, clip);
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

  /** Where another place is free, or its last image stands. */
  endOf(field: FieldView): Place {
    const held = slotsOf(field, this.store.value(field.name)).length;
    return { role: field.role, index: field.kind === "images" ? held : 0 };
  }

  /** All places of the form in their order, also the free ones. */
  places(): Place[] {
    return this.store.fields
      .peek()
      .filter(isPicture)
      .flatMap((field) => {
        const held = slotsOf(field, this.store.value(field.name)).length;
        const places = Math.max(1, held);
        return Array.from({ length: places }, (_, index) => ({
          role: field.role,
          index,
        }));
      });
  }

  /** The next place on one side; none at an end. */
  beside(place: Place, step: number): Place | undefined {
    const all = this.places();
    return all[all.findIndex((each) => slotName(each) === slotName(place)) + step];
  }

  /** Put an image elsewhere: in a row of images between them, else in exchange. */
  move(from: Place, to: Place): void {
    const [field, other] = [this.store.field(from.role), this.store.field(to.role)];
    if (!field || !other) return;
    const mine = slotsOf(field, this.store.value(field.name));
    const [value] = mine.splice(from.index, 1);
    if (value === undefined) return;
    const theirs = field === other ? mine : slotsOf(other, this.store.value(other.name));
    const [index, drops] = [Math.min(to.index, theirs.length), field === other ? 0 : 1];
    const back = theirs.splice(index, drops, value);
    if (field !== other) {
      mine.splice(from.index, 0, ...back);
      this.write(field, mine);
    }
    this.write(other, theirs);
    const many = theirs.length > 1 ? ` ${index + 1} of ${theirs.length}` : "";
    this.said.value = `Moved: now ${other.title}${many}.`;
    this.moved.value = { role: other.role, index };
  }

  private write(field: FieldView, held: string[]): void {
    const several = held.length ? held : undefined;
    this.store.edit(field.name, field.kind === "images" ? several : held[0]);
  }

  remove(field: FieldView, index: number): void {
    this.trouble.value = "";
    const held = slotsOf(field, this.store.value(field.name));
    held.splice(index, 1);
    this.write(field, held);
  }
}
