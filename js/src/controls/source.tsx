/** What a chip's panel holds: the file to look at, where it comes from, where it may go. */
import { Browse, PICTURES } from "../lib/browse";
import { megabytes } from "../lib/format";
import { Icon } from "../lib/icons";
import type { FieldView } from "../wire.gen";
import type { ImageSlots, Place } from "./image-slots";

const TAKEN = {
  image: PICTURES,
  video: "video/*",
  sound: "audio/*",
} as const;

function acceptOf({ accept, medium }: FieldView): string {
  return accept.map((kind) => `.${kind}`).join() || TAKEN[medium];
}

interface PlayProps {
  medium: FieldView["medium"];
  src: string;
  poster: string | undefined;
  told: (seconds: number) => void;
  failed: () => void;
}

/** A video or a sound, to look at or to listen to before it is sent. */
export function Play({ medium, src, poster, told, failed }: PlayProps) {
  const shared = {
    src,
    controls: true,
    preload: "metadata",
    onLoadedMetadata: (event: { currentTarget: HTMLMediaElement }) => {
      const { duration } = event.currentTarget;
      if (Number.isFinite(duration)) told(duration);
    },
    onError: failed,
  } as const;
  if (medium === "sound") return <audio {...shared} />;
  return <video {...shared} poster={poster || undefined} muted />;
}

/** What may go into a place, in one line. */
export function limitsOf({ accept, most_bytes, most_seconds }: FieldView): string {
  const kinds = accept.map((kind) => kind.toUpperCase()).join(", ");
  const long = most_seconds === null ? "" : `${most_seconds} s`;
  const most = [megabytes(most_bytes), long].filter(Boolean).join(", ");
  return [kinds, `at most ${most}`].filter(Boolean).join("; ");
}

interface MovesProps {
  slots: ImageSlots;
  field: FieldView;
  index: number;
  close: () => void;
}

export function Moves({ slots, field, index, close }: MovesProps) {
  const place = { name: field.name, index };
  const move = (to: Place) => () => {
    close();
    slots.move(place, to);
  };
  return (
    <div class="vc-row">
      {slots.others(field).map((other) => (
        <button key={other.name} type="button" onClick={move(slots.endOf(other))}>
          <Icon name="swap" /> {other.title}
        </button>
      ))}
      {field.kind === "files" && index > 0 && (
        <button type="button" onClick={move({ ...place, index: index - 1 })}>
          <Icon name="back" /> Earlier
        </button>
      )}
      <button
        type="button"
        class="vw-danger"
        onClick={() => {
          slots.remove(field, index);
          close();
        }}
      >
        <Icon name="close" /> Remove
      </button>
    </div>
  );
}

interface SourceProps {
  slots: ImageSlots;
  field: FieldView;
  index: number;
  full: boolean;
  done: () => void;
}

export function Source({ slots, field, index, full, done }: SourceProps) {
  const take = (text: string) => {
    if (!text.trim()) return;
    slots.name(field, text.trim(), index);
    done();
  };
  return (
    <div class="vc-row">
      <input
        type="text"
        class="vc-address"
        placeholder={full ? "Another URL or path" : "URL or path; drop, paste"}
        aria-label={`${field.title}: URL or path`}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(event.currentTarget.value);
        }}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Browse
        title={field.title}
        accept={acceptOf(field)}
        many={field.kind === "files"}
        take={(files) => {
          slots.take(files, field, index);
          done();
        }}
      />
    </div>
  );
}
