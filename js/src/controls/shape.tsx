/** A picture's shape: its two sides as one control. */
import { Quiet } from "../lib/button";
import { Shape } from "../lib/icons";
import { useComputed } from "../lib/signals";
import type { FieldView } from "../wire.gen";
import { Messages, useIds } from "./messages";
import { NumberBox } from "./number";
import type { FormStore } from "./store";

const RATIOS = [
  [16, 9],
  [9, 16],
  [1, 1],
  [4, 3],
  [3, 4],
  [21, 9],
  [9, 21],
  [3, 2],
  [2, 3],
  [5, 4],
  [4, 5],
] as const;
const NEAR = 0.06;
const OFFERED = 5;

interface Sides {
  ratio: string;
  words: string;
}

function ratioOf(width: number, height: number): string {
  const own = width / height;
  const near = RATIOS.map(([across, down]) => {
    const off = own / (across / down);
    return [Math.max(off, 1 / off) - 1, `${across}:${down}`] as const;
  }).sort(([one], [other]) => one - other)[0];
  return near && near[0] < NEAR ? near[1] : (width / height).toFixed(2);
}

/** What a size such as `720x1280` says; nothing where it is none in pixels. */
export function sidesOf(value: unknown): Sides | null {
  const [, width, height] =
    /^\s*(\d{3,5})\s*[x×X*:,]\s*(\d{3,5})\s*$/.exec(String(value)) ?? [];
  if (!width || !height) return null;
  const words = `${width} × ${height}`;
  return { ratio: ratioOf(Number(width), Number(height)), words };
}

/** A side on a field's steps, if it is within its limits. */
function sideOf(field: FieldView, wanted: number): number | null {
  const step = field.step ?? 8;
  const side = Math.round(wanted / step) * step;
  const outside = side < (field.least ?? 64) || side > (field.most ?? 8192);
  return outside ? null : side;
}

interface Props {
  store: FormStore;
  wide: FieldView;
  high: FieldView;
}

/** Both sides in pixels, and the usual shapes of about as many. */
export function SidesField({ store, wide, high }: Props) {
  const [one, other] = [useIds(store, wide), useIds(store, high)];
  const [width, height] = useComputed(
    () =>
      [wide, high].map((field) => Number(store.value(field.name) ?? field.default ?? 0)),
    [store, wide, high],
  ) as [number, number];
  const area = (Number(wide.default) || 1280) * (Number(high.default) || 720);
  const shapes = RATIOS.flatMap(([across, down]) => {
    const across_px = sideOf(wide, Math.sqrt((area * across) / down));
    const down_px = sideOf(high, Math.sqrt((area * down) / across));
    if (across_px === null || down_px === null) return [];
    return [{ name: `${across}:${down}`, width: across_px, height: down_px }];
  }).slice(0, OFFERED);
  const take = (across: number, down: number) => {
    store.write({ [wide.name]: across, [high.name]: down });
  };
  return (
    <div class="vc-field" data-field={`${wide.name} ${high.name}`} data-kind="sides">
      <span class="vc-label" id={one.label}>
        Picture
      </span>
      <div class="vc-control">
        <div class="vc-picks" role="group" aria-labelledby={one.label}>
          {shapes.map((shape) => (
            <button
              key={shape.name}
              type="button"
              class="vc-pick"
              aria-pressed={width === shape.width && height === shape.height}
              title={`${shape.width} × ${shape.height}`}
              onClick={() => take(shape.width, shape.height)}
            >
              <Shape of={shape.name} />
              {shape.name}
            </button>
          ))}
        </div>
        <div class="vc-sides">
          <NumberBox store={store} field={wide} {...one} named="Width in pixels" />
          <span aria-hidden="true">×</span>
          <NumberBox store={store} field={high} {...other} named="Height in pixels" />
          <Quiet
            name="Turn the picture"
            icon="swap"
            off={!(width && height)}
            act={() => take(height, width)}
          />
          <span class="vw-quiet">
            {width && height ? ratioOf(width, height) : "Auto"}
          </span>
        </div>
        <Messages store={store} field={wide} />
        <Messages store={store} field={high} />
      </div>
    </div>
  );
}
