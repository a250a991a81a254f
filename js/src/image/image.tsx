/** Input images: dropped, pasted, browsed, or named by URL or path. */
import { useMemo } from "preact/hooks";
import type { Host } from "../host";
import { Browse, PICTURES } from "../lib/browse";
import { megabytes } from "../lib/format";
import type { Component } from "../lib/mount";
import { useSignal, useValue } from "../lib/signals";
import { follow } from "../lib/traits";
import { upload } from "../lib/upload";
import {
  IMAGE_MOST_BYTES,
  type ImageInputFromPython,
  type ImageInputToPython,
  type ImageModel,
} from "../wire.gen";
import css from "./image.css";

type ImageHost = Host<ImageModel, ImageInputToPython, ImageInputFromPython>;

function followed(host: ImageHost) {
  return {
    images: follow(host, "images"),
    label: follow(host, "label"),
    many: follow(host, "many"),
    message: follow(host, "message"),
  };
}

function View({ host }: { host: ImageHost }) {
  const state = useMemo(() => followed(host), [host]);
  const over = useSignal(false);
  const local = useSignal("");
  const images = useValue(state.images);
  const label = useValue(state.label);
  const many = useValue(state.many);
  const message = useValue(state.message);

  const take = (files: Iterable<File>) => {
    local.value = "";
    for (const file of files) {
      if (file.size > IMAGE_MOST_BYTES) {
        local.value = `${file.name} has ${megabytes(file.size)}; at most 20 MB are taken.`;
      } else {
        upload(host, file);
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
            onClick={() => host.send({ type: "remove", index })}
          >
            Remove
          </button>
        </figure>
      ))}
      {!full && (
        <>
          <Browse title={label} accept={PICTURES} many={many} take={take} />
          <input
            type="url"
            placeholder="drop or paste a picture here, or type its URL or path"
            aria-label={`${label}: URL or path`}
            onChange={(event) => {
              const text = event.currentTarget.value.trim();
              if (text) host.send({ type: "url", url: text });
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

export const Image: Component<ImageModel, ImageInputToPython, ImageInputFromPython> = {
  css,
  View,
};
