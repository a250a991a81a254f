/** What was asked of a clip beside what came, below the controls. */
import { FactsTable } from "../lib/facts-table";
import { megabytes } from "../lib/format";
import type { ClipView } from "../wire.gen";

interface Props {
  clip: ClipView;
  how: string;
  copied: string;
}

export function Facts({ clip, how, copied }: Props) {
  return (
    <div class="vw-facts" data-part="facts">
      <FactsTable facts={clip.facts} marks="vw-differs" />
      <p class="vw-quiet">
        {megabytes(clip.size)}
        {copied ? `. ${copied} Its small copy plays, ` : ", "}
        from the {how}
      </p>
    </div>
  );
}
