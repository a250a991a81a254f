/** What was asked beside what came, a row each. */
import type { ComponentChildren } from "preact";
import type { FactView } from "../wire.gen";

interface Props {
  facts: readonly FactView[];
  /** The class of a row that differs. */
  marks: string;
  /** Further rows. */
  children?: ComponentChildren;
}

export function FactsTable({ facts, marks, children }: Props) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Fact</th>
          <th scope="col">Asked</th>
          <th scope="col">Got</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={fact.name} class={fact.differs ? marks : ""}>
            <th scope="row">{fact.name}</th>
            <td>{fact.asked ?? "–"}</td>
            <td>
              {fact.got}
              {fact.differs ? " ≠" : ""}
            </td>
          </tr>
        ))}
        {children}
      </tbody>
    </table>
  );
}
