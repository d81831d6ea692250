import { escapeHtml } from "./html.ts";

/** A titled part of a figure: a tensor with its planes, or a picture. */
export interface Pane {
  /** The tensor's name, such as "∂x". */
  readonly name: string;
  /** What it is, such as its shape. */
  readonly about?: string;
  readonly content: string;
  /** Between this pane and the one before: ⋆, =. */
  readonly before?: string;
  readonly isResult?: boolean;
}

/** Panes side by side, one below the other where there is no room. */
export function panes(all: readonly Pane[]): string {
  return `<div class="ag-panes">${all.map(pane).join("")}</div>`;
}

function pane({ name, about, content, before, isResult }: Pane): string {
  const sign = before === undefined ? "" : `<span class="ag-sign" aria-hidden="true">${escapeHtml(before)}</span>`;
  const small = about === undefined ? "" : ` <small>${escapeHtml(about)}</small>`;
  return `${sign}<div class="ag-pane${isResult ? " result" : ""}"><p class="ag-name"><var>${escapeHtml(name)}</var>${small}</p>${content}</div>`;
}

/** Planes of one tensor, with a caption each where there are several. */
export function planes(all: readonly { readonly caption: string; readonly table: string }[]): string {
  const caption = (text: string) => (all.length === 1 ? "" : `<figcaption>${escapeHtml(text)}</figcaption>`);
  return `<div class="ag-planes">${all.map((each) => `<figure>${each.table}${caption(each.caption)}</figure>`).join("")}</div>`;
}
