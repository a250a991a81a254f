/** What is done with a form as a whole: example, reset, presets, history, its call. */
import { useEffect } from "preact/hooks";
import { Quiet } from "../lib/button";
import { toClipboard } from "../lib/clipboard";
import { Icon } from "../lib/icons";
import { Item, Popover } from "../lib/popover";
import { useSignal, useValue } from "../lib/signals";
import type { CallKind } from "../wire.gen";
import { prompts } from "./history";
import type { FormStore } from "./store";

const CALL_MS = 8000;
const SHOWN = 60;

function History({ store, done }: { store: FormStore; done: () => void }) {
  const words = useSignal("");
  const all = useSignal<readonly string[] | null>(null);
  const trouble = useSignal("");
  useEffect(() => {
    const heard = (found: readonly string[]) => {
      all.value = found;
    };
    prompts(store.host).then(heard, (error: Error) => {
      trouble.value = error.message;
    });
  }, []);
  const wanted = words.value.toLowerCase();
  const found = (all.value ?? []).filter((each) => each.toLowerCase().includes(wanted));
  const field = store.field("prompt");
  return (
    <>
      <input
        type="search"
        placeholder="Search earlier prompts"
        aria-label="Search earlier prompts"
        value={words.value}
        onInput={(event) => {
          words.value = event.currentTarget.value;
        }}
      />
      <div class="vw-list">
        {found.slice(0, SHOWN).map((prompt) => (
          <Item
            key={prompt}
            act={() => {
              if (field) {
                const { values } = store.state.peek();
                store.replace(
                  { values: { ...values, [field.name]: prompt } },
                  "Prompt replaced",
                );
              }
              done();
            }}
          >
            <span class="vw-clamp">{prompt}</span>
          </Item>
        ))}
        {(trouble.value || (all.value && !found.length)) && (
          <p class="vw-quiet">{trouble.value || "Nothing yet."}</p>
        )}
      </div>
    </>
  );
}

function Presets({ store, done }: { store: FormStore; done: () => void }) {
  const presets = useValue(store.presets);
  const name = useSignal("");
  const keep = () => {
    if (!name.value.trim()) return;
    store.flush();
    store.host.send({ type: "save_preset", name: name.value.trim() });
    name.value = "";
  };
  return (
    <>
      {presets.map((preset) => (
        <div key={preset.name} class="vw-pair">
          <Item
            act={() => {
              store.use(preset.model, preset.values, `Preset ${preset.name}`);
              done();
            }}
          >
            {preset.name}
          </Item>
          <Quiet
            name={`Forget ${preset.name}`}
            icon="close"
            act={() => store.host.send({ type: "drop_preset", name: preset.name })}
          />
        </div>
      ))}
      <div class="vc-row">
        <input
          type="text"
          placeholder="Keep these settings as…"
          aria-label="Name of a new preset"
          value={name.value}
          onInput={(event) => {
            name.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter") keep();
          }}
        />
        <button type="button" disabled={!name.value.trim()} onClick={keep}>
          Keep
        </button>
      </div>
    </>
  );
}

export function More({ store, tabIndex }: { store: FormStore; tabIndex: number }) {
  return (
    <Popover
      name="More"
      class="vw-quiet-button"
      face={<Icon name="more" />}
      tabIndex={tabIndex}
      foot
    >
      {(close) => <Pages store={store} done={close} />}
    </Popover>
  );
}

/** Each time it is opened anew it begins at its first page. */
function Pages({ store, done }: { store: FormStore; done: () => void }) {
  const page = useSignal<"main" | "history" | "presets">("main");
  const outcome = useSignal("");
  const copy = async (about: CallKind) => {
    store.flush();
    try {
      const question = { type: "ask_call", about } as const;
      const [reply] = await store.host.request(question, "text_reply", {
        within: CALL_MS,
      });
      outcome.value = (await toClipboard(reply.text)) ? "Copied" : "The browser refused";
    } catch (error) {
      outcome.value = (error as Error).message;
    }
  };
  const then = (act: () => void) => () => {
    act();
    done();
  };
  if (page.value === "history") return <History store={store} done={done} />;
  if (page.value === "presets") return <Presets store={store} done={done} />;
  return (
    <>
      {store.field("prompt") && (
        <Item
          act={() => {
            page.value = "history";
          }}
        >
          <Icon name="clock" /> Earlier prompts…
        </Item>
      )}
      <Item
        act={() => {
          page.value = "presets";
        }}
      >
        <Icon name="star" /> Presets…
      </Item>
      <hr />
      <Item act={then(() => store.example())}>
        <Icon name="spark" /> Load the example
      </Item>
      <Item act={then(() => store.reset())}>
        <Icon name="reuse" /> Reset
      </Item>
      <hr />
      <Item act={() => void copy("python")}>
        <Icon name="code" /> Copy as Python
      </Item>
      <Item act={() => void copy("curl")}>
        <Icon name="copy" /> Copy as curl
      </Item>
      <p class="vw-quiet vw-outcome" role="status">
        {outcome.value}
      </p>
    </>
  );
}
