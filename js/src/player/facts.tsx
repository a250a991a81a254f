/** What was asked of a clip beside what came, below the controls. */
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
      <table>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">Asked</th>
            <th scope="col">Got</th>
          </tr>
        </thead>
        <tbody>
          {clip.facts.map((fact) => (
            <tr key={fact.name} class={fact.differs ? "vw-differs" : ""}>
              <th scope="row">{fact.name}</th>
              <td>{fact.asked ?? "–"}</td>
              <td>
                {fact.got}
                {fact.differs ? " ≠" : ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="vw-quiet">
        {megabytes(clip.size)}
        {copied ? `. ${copied} Its small copy plays, ` : ", "}
        from the {how}
      </p>
    </div>
  );
}
