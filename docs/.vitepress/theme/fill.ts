/** Puts into empty elements what the built page has in them, and the style of that: pages that are reached from another come
 *  without.
 *  @param styleId of the style; default: the site's own. */
export async function fill(selector: string, styleId?: string): Promise<void> {
  const empty = [...document.querySelectorAll(selector)].filter((element) => element.childElementCount === 0);
  if (empty.length === 0) return;
  const built = await fetch(location.pathname);
  const page = new DOMParser().parseFromString(await built.text(), "text/html");
  const style = styleId === undefined ? null : page.getElementById(styleId);
  if (style !== null && document.getElementById(style.id) === null) document.head.append(style);
  for (const element of empty) element.replaceChildren(...(page.getElementById(element.id)?.childNodes ?? []));
}
