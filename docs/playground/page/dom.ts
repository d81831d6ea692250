/** The element that a text of HTML describes. */
export function make<E extends HTMLElement = HTMLElement>(html: string): E {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild as E;
}

/** What a selector finds first, which must be there. */
export function find<E extends HTMLElement = HTMLElement>(within: ParentNode, selector: string): E {
  const found = within.querySelector<E>(selector);
  if (found === null) throw new Error(`expected ${selector}; found none`);
  return found;
}

/** A part of the page with a heading. */
export function panel(title: string, html: string, name: string): HTMLElement {
  return make(`<section class="ag-frame panel ${name}" aria-label="${title}"><h2>${title}</h2>${html}</section>`);
}

/** A part of the settings, which folds. */
export function folding(title: string, html: string, name: string): HTMLDetailsElement {
  return make(`<details class="ag-frame panel ${name}"><summary>${title}</summary>${html}</details>`);
}

/** Lets the reader keep bytes or text as a file. */
export function download(content: BlobPart, name: string, type: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
