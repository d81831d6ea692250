import { exhibits } from "../../docs/museum/exhibits/index.ts";

/** The anchors that a page gives by hand (`## Ties {#ties}`, or `id="ties"`), or that its directives make. */
export function anchorsOf(page: string): readonly string[] {
  const said = page.matchAll(/^#{1,6} .*\{#([\w-]+)\}$|\bid="([\w-]+)"|^@\[study\]\((\w+)\)$/gm);
  const shown = page.includes("\n@[museum](") ? exhibits.map(({ id }) => id) : [];
  return [...shown, ...[...said].map(([, heading, id, study]) => (heading ?? id ?? study)!)];
}
