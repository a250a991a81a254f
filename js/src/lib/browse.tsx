/** Files of this machine, chosen in the browser's own window. */
import { useRef } from "preact/hooks";

export const PICTURES = "image/jpeg,image/png,image/webp";

interface Props {
  /** What they are for. */
  title: string;
  accept: string;
  many: boolean;
  take: (files: Iterable<File>) => void;
}

export function Browse({ title, accept, many, take }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        Browse…
      </button>
      <input
        ref={input}
        class="vw-hidden"
        type="file"
        tabIndex={-1}
        accept={accept}
        multiple={many}
        aria-label={`${title}: choose a file`}
        onChange={(event) => {
          take(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </>
  );
}
