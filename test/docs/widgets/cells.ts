/** The cells of a drawing: what each shows, by its key. Corners (factors, counts) are left out. */
export function cellsOf(html: string): Map<string, string> {
  const cells = html.matchAll(/<td[^>]* data-key="([^"]+)"[^>]*>(?:<i[^>]*>[^<]*<\/i>)?([^<]*)/g);
  return new Map(Array.from(cells, ([, key, text]) => [key, text]));
}
