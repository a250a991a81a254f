/** Which file stands where: taken in, swapped, moved, put away. */

import { megabytes } from "../lib/format";
import { messageId } from "../lib/message";
import { signal } from "../lib/signals";
import { until } from "../lib/traits";
import { upload, uploadTo } from "../lib/upload";
import { CLIP_MOST_BYTES, type FieldView, type Medium } from "../wire.gen";
import { fieldAt } from "./path";
import type { FormStore } from "./store";

const VIDEOS = /\.(mp4|m4v|mov|webm)$/i;
const SOUNDS = /\.(wav|mp3|m4a|ogg|flac|aac)$/i;
const DEFINES = /\.(ya?ml|json)$/i;

export function isFile(field: FieldView): boolean {
  return field.kind === "file" || field.kind === "files";
}

export function isPicture(field: FieldView): boolean {
  return isFile(field) && field.medium === "image";
}

export function slotsOf(field: FieldView, value: unknown): string[] {
  const all = field.kind === "files" && Array.isArray(value) ? value : [value];
  return all.filter((each): each is string => typeof each === "string" && each !== "");
}

/** Where a file stands: a field by its path, and the how many-th there. */
export interface Place {
  name: string;
  index: number;
}

/** A file on its way to a place of a model, to take another one's there. */
interface Awaited {
  field: FieldView;
  model: string;
  over: string;
  file: File | undefined;
}

/** What a field holds with a file more; where the one to be replaced is gone, behind all. */
function joined(field: FieldView, held: unknown, over: string, value: string) {
  if (field.kind === "file") return value;
  const all = slotsOf(field, held);
  const at = all.indexOf(over);
  all.splice(at < 0 ? all.length : at, 1, value);
  return [...new Set(all)];
}

/** A place as an attribute tells it, and back. */
export function slotName({ name, index }: Place): string {
  return `${name}:${index}`;
}

export function placeOf(slot: string): Place | null {
  const at = slot.lastIndexOf(":");
  return at > 0 ? { name: slot.slice(0, at), index: Number(slot.slice(at + 1)) } : null;
}

function mediumOf(file: File): Medium {
  if (file.type.startsWith("audio/") || SOUNDS.test(file.name)) return "sound";
  return file.type.startsWith("video/") || VIDEOS.test(file.name) ? "video" : "image";
}

function fits(file: File, field: FieldView): boolean {
  return !DEFINES.test(file.name) && mediumOf(file) === field.medium;
}

/** Whether a file may say how clips are made: a clip, or a sweep's definition. */
function tells(file: File): boolean {
  return mediumOf(file) === "video" || DEFINES.test(file.name);
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
  /** Addresses of the videos and sounds that this page itself sent. */
  private readonly here = new Map<string, string>();
  private readonly awaited = new Map<string, Awaited>();

  constructor(private readonly store: FormStore) {
    until(store.host.signal, () => {
      for (const url of this.here.values()) URL.revokeObjectURL(url);
    });
    store.host.hear((message) => {
      if (message.type === "settings_taken") {
        if (this.reading !== message.id) return;
        this.reading = "";
        this.trouble.value = "";
        store.use(message.model, message.values, message.text, message.axes);
        return;
      }
      if (message.type !== "image_taken" && message.type !== "error") return;
      const id = String(message.id);
      const place = this.awaited.get(id);
      if (id === this.reading) this.reading = "";
      else if (!place) return;
      this.awaited.delete(id);
      this.waiting.value = this.awaited.size;
      if (message.type === "error") this.trouble.value = message.error;
      else if (place) {
        store.takePicture(message.image);
        this.land(place, message.image.value);
      }
    });
  }

  /** The model may be another one by now: there the same role stands elsewhere, or nowhere. */
  private land({ field, model, over, file }: Awaited, value: string): void {
    if (file && !this.here.has(value)) this.here.set(value, URL.createObjectURL(file));
    const { name, role } = field;
    const [row = ""] = /^.*\]/.exec(name) ?? [];
    const gone = row && this.store.value(row) === undefined;
    const same = gone ? undefined : this.at(name);
    const now = this.store.state.peek();
    if (same?.role === role) this.put(same, over, value);
    else if (model !== now.model) {
      const other = this.store.field(role);
      if (other) this.put(other, over, value);
      else this.store.keep(role, joined(field, now.kept[role], over, value));
    }
  }

  private put(field: FieldView, over: string, value: string): void {
    const { name } = field;
    this.trouble.value = "";
    this.store.edit(name, joined(field, this.store.value(name), over, value));
  }

  private held(field: FieldView): string[] {
    return slotsOf(field, this.store.value(field.name));
  }

  /** Expect an image of the kernel's in a place. */
  expect(id: string, field: FieldView, index = -1, file?: File): void {
    const kept = field.medium === "image" ? undefined : file;
    const over = this.held(field)[index] ?? "";
    const { model } = this.store.state.peek();
    this.awaited.set(id, { field, model, over, file: kept });
    this.waiting.value = this.awaited.size;
  }

  /** The items of a list stand in another order: files on their way go along. */
  arrange(list: string, order: readonly number[]): void {
    const start = `${list}[`;
    const to = (item: string) => String(order.indexOf(Number(item)));
    for (const each of this.awaited.values()) {
      const { name } = each.field;
      if (!name.startsWith(start)) continue;
      const rest = name.slice(start.length).replace(/^\d+/, to);
      each.field = { ...each.field, name: start + rest };
    }
  }

  private at(name: string): FieldView | undefined {
    return fieldAt(this.store.fields.peek(), name);
  }

  take(files: Iterable<File>, field: FieldView, index?: number): void {
    this.trouble.value = "";
    this.store.flush();
    for (const file of files) {
      if (file.size > field.most_bytes) {
        this.trouble.value = `${file.name} has ${megabytes(file.size)}; at most ${megabytes(field.most_bytes)} are taken.`;
      } else {
        this.expect(uploadTo(this.store.host, file, field.name), field, index, file);
      }
      if (field.kind === "file") break;
    }
  }

  /** Files that came without a place go to the first that is free and takes their like. */
  drop(files: Iterable<File>, slot = ""): void {
    const place = placeOf(slot);
    const named = place && this.at(place.name);
    const first = [...files][0];
    if (named && first && fits(first, named)) {
      this.take(files, named, place.index);
      return;
    }
    const fields = this.store.fields.peek().filter(isFile);
    const fitting = fields.filter((field) => first && fits(first, field));
    const free = fitting.find(
      (field) => field.kind === "files" || !this.held(field).length,
    );
    const field = free ?? fitting[0];
    const told = [...files].find(tells);
    if (field) this.take(files, field);
    else if (told) this.read(told);
    else {
      const medium = first ? mediumOf(first) : "image";
      this.trouble.value = `${this.store.model.peek().title} takes no ${medium}s.`;
    }
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
  name(field: FieldView, text: string, index = -1): void {
    if (/^(https?:\/\/|image:)/.test(text)) {
      this.put(field, this.held(field)[index] ?? "", text);
      return;
    }
    const id = messageId();
    this.trouble.value = "";
    this.expect(id, field, index);
    this.store.flush();
    this.store.host.send({ type: "read_input", id, path: text, place: field.name });
  }

  /** Where a file can be played from; nowhere when only the kernel has it. */
  address(value: string): string {
    return this.here.get(value) ?? (/^https?:/.test(value) ? value : "");
  }

  /** Those between which a file may move; what lies inside another field stands alone. */
  private alike(field: FieldView): readonly FieldView[] {
    const all = this.store.fields.peek();
    if (!all.includes(field)) return [field];
    return all.filter((each) => isFile(each) && each.medium === field.medium);
  }

  others(field: FieldView): FieldView[] {
    return this.alike(field).filter((each) => each !== field);
  }

  /** Where another place is free, or its last image stands. */
  endOf(field: FieldView): Place {
    const held = this.held(field).length;
    return { name: field.name, index: field.kind === "files" ? held : 0 };
  }

  /** All places that a file may move to, in their order, also the free ones. */
  places(field: FieldView): Place[] {
    return this.alike(field).flatMap((each) => {
      const { length } = this.held(each);
      const at = (_: unknown, index: number) => ({ name: each.name, index });
      return Array.from({ length: length || 1 }, at);
    });
  }

  /** The next place on one side; none at an end. */
  beside(place: Place, step: number): Place | undefined {
    const field = this.at(place.name);
    const all = field ? this.places(field) : [];
    return all[all.findIndex((each) => slotName(each) === slotName(place)) + step];
  }

  /** Put an image elsewhere: in a row of images between them, else in exchange. */
  move(from: Place, to: Place): void {
    const [field, other] = [this.at(from.name), this.at(to.name)];
    if (!field || !other) return;
    const mine = this.held(field);
    const [value] = mine.splice(from.index, 1);
    if (value === undefined) return;
    const theirs = field === other ? mine : this.held(other);
    const [index, drops] = [Math.min(to.index, theirs.length), field === other ? 0 : 1];
    const back = theirs.splice(index, drops, value);
    if (field !== other) {
      mine.splice(from.index, 0, ...back);
      this.write(field, mine);
    }
    this.write(other, theirs);
    const many = theirs.length > 1 ? ` ${index + 1} of ${theirs.length}` : "";
    this.said.value = `Moved: now ${other.title}${many}.`;
    this.moved.value = { name: other.name, index };
  }

  private write(field: FieldView, held: string[]): void {
    const several = held.length ? held : undefined;
    this.store.edit(field.name, field.kind === "files" ? several : held[0]);
  }

  remove(field: FieldView, index: number): void {
    this.trouble.value = "";
    const stays = (_: string, each: number) => each !== index;
    this.write(field, this.held(field).filter(stays));
  }
}
