import type { AnyModel, Render } from "@anywidget/types";
import { useRef } from "preact/hooks";
import { fresh, megabytes } from "./lib/format";
import { follow, mount } from "./lib/mount";
import { useSignal, useValue } from "./lib/signals";
import base from "./styles/base.css";
import styles from "./styles/image.css";
import tones from "./styles/tones.css";
import type { ImageModel } from "./wire.gen";

type Model = AnyModel<ImageModel & Record<string, unknown>>;

const CHUNK = 4_000_000;
const MOST = 20_000_000;

function send(model: Model, file: File): Promise<void> {
  const id = fresh();
  model.send({ type: "begin", id, name: file.name, size: file.size });
  return file.arrayBuffer().then((bytes) => {
    for (let start = 0; start < bytes.byteLength; start += CHUNK) {
      model.send({ type: "chunk", id, start }, undefined, [
        bytes.slice(start, start + CHUNK),
      ]);
    }
  });
}

function traits(model: Model, signal: AbortSignal) {
  return {
    images: follow<ImageModel, "images">(model, "images", signal),
    label: follow<ImageModel, "label">(model, "label", signal),
    many: follow<ImageModel, "many">(model, "many", signal),
    message: follow<ImageModel, "message">(model, "message", signal),
  };
}

function ImageInput({
  model,
  state,
}: {
  model: Model;
  state: ReturnType<typeof traits>;
}) {
  const input = useRef<HTMLInputElement>(null);
  const over = useSignal(false);
  const local = useSignal("");
  const images = useValue(state.images);
  const label = useValue(state.label);
  const many = useValue(state.many);
  const message = useValue(state.message);

  const take = (files: Iterable<File>) => {
    local.value = "";
    for (const file of files) {
      if (file.size > MOST) {
        local.value = `${file.name} has ${megabytes(file.size)}; at most 20 MB are taken.`;
      } else {
        void send(model, file);
      }
      if (!many) break;
    }
  };
  const full = !many && images.length > 0;
  const wrong = local.value || message;
  return (
    <div
      class={`vw-image ${over.value ? "vw-over" : ""}`}
      role="group"
      aria-label={label}
      data-lm-suppress-shortcuts="true"
      onDragOver={(event) => {
        event.preventDefault();
        over.value = true;
      }}
      onDragLeave={() => {
        over.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        event.stopPropagation();
        over.value = false;
        take(event.dataTransfer?.files ?? []);
      }}
      onPaste={(event) => {
        const files = event.clipboardData?.files;
        if (files?.length) {
          event.preventDefault();
          take(files);
        }
      }}
    >
      {images.map((image, index) => (
        <figure key={image.value}>
          {image.thumbnail ? (
            <img src={image.thumbnail} alt={image.name} />
          ) : (
            <span class="vw-quiet">URL</span>
          )}
          <figcaption title={image.name}>
            {image.name}
            {image.width ? ` ${image.width}×${image.height}` : ""}
          </figcaption>
          <button
            type="button"
            aria-label={`Remove ${image.name}`}
            onClick={() => model.send({ type: "remove", index })}
          >
            Remove
          </button>
        </figure>
      ))}
      {!full && (
        <>
          <button type="button" onClick={() => input.current?.click()}>
            Browse…
          </button>
          <input
            ref={input}
            class="vw-hidden"
            type="file"
            tabIndex={-1}
            accept="image/jpeg,image/png,image/webp"
            multiple={many}
            aria-label={`${label}: choose a file`}
            onChange={(event) => {
              take(event.currentTarget.files ?? []);
              event.currentTarget.value = "";
            }}
          />
          <input
            type="url"
            placeholder="drop or paste a picture here, or type its URL or path"
            aria-label={`${label}: URL or path`}
            onChange={(event) => {
              const text = event.currentTarget.value.trim();
              if (text) model.send({ type: "url", url: text });
              event.currentTarget.value = "";
            }}
          />
        </>
      )}
      {wrong && (
        <span class="vw-wrong" role="alert">
          {wrong}
        </span>
      )}
    </div>
  );
}

const render: Render<ImageModel> = ({ model, el, signal }) => {
  const typed = model as unknown as Model;
  mount(
    el,
    base + tones + styles,
    signal,
    <ImageInput model={typed} state={traits(typed, signal)} />,
  );
};

export default { render };
