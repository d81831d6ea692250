/** The anchors that a page gives by hand: `## Ties {#ties}`, or `id="ties"`. */
export function anchorsOf(page: string): readonly string[] {
  const said = page.matchAll(/^#{1,6} .*\{#([\w-]+)\}$|\bid="([\w-]+)"/gm);
  return [...said].map(([, heading, id]) => (heading ?? id)!);
}
