/** The controls that a model really has. */
import { useMemo } from "preact/hooks";
import type { Component } from "../lib/mount";
import { useValue } from "../lib/signals";
import type { ControlsFromPython, ControlsModel, ControlsToPython } from "../wire.gen";
import css from "./controls.css";
import fields from "./fields.css";
import { Estimate, FormView } from "./form";
import { ImageSlots } from "./image-slots";
import { type FormHost, FormStore } from "./store";

function View({ host }: { host: FormHost }) {
  const { store, slots } = useMemo(() => {
    const store = new FormStore(host);
    return { store, slots: new ImageSlots(store) };
  }, [host]);
  const model = useValue(store.model);
  const offline = useValue(host.offline);
  return (
    <form
      class="vc-form vw-box"
      data-model={model.slug}
      data-lm-suppress-shortcuts="true"
      onSubmit={(event) => event.preventDefault()}
    >
      {offline && (
        <p class="vw-banner" role="alert">
          The kernel does not answer. Run the cell again.
        </p>
      )}
      <FormView store={store} slots={slots} />
      <Estimate store={store} />
    </form>
  );
}

export const Controls: Component<ControlsModel, ControlsToPython, ControlsFromPython> = {
  css: css + fields,
  View,
};
