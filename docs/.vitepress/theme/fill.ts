/** Puts into an empty element what the built page has in it, and the style of that: pages that are reached from another come
 *  without. */
export async function fill(id: string, styleId: string): Promise<void> {
  const element = document.getElementById(id);
  if (element === null || element.childElementCount > 0) return;
  const built = await fetch(location.pathname);
  const page = new DOMParser().parseFromString(await built.text(), "text/html");
  const style = page.getElementById(styleId);
  if (style !== null && document.getElementById(styleId) === null) document.head.append(style);
  element.replaceChildren(...(page.getElementById(id)?.childNodes ?? []));
}
