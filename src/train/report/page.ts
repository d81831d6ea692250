import { escapeHtml } from "./chart.ts";

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A table of names and values. */
export function settings(record: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(record).map(
    ([key, value]) => `<tr><th>${escapeHtml(key)}</th><td>${escapeHtml(show(value))}</td></tr>`,
  );
  return `<div class="wide"><table>${rows.join("")}</table></div>`;
}

export function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** "" where there is no content. */
export function section(title: string, content: string): string {
  return content === "" ? "" : `<section><h2>${title}</h2><div class="content">${content}</div></section>`;
}

const style = `:root{color-scheme:light dark;--line:#8884;--good:#3b8f5c;--bad:#d1602a}
body{font:15px/1.5 system-ui,sans-serif;max-width:1120px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;border-bottom:1px solid var(--line);margin:2.2rem 0 .8rem}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 2.2rem;margin:1.2rem 0 0}.facts dd{font-size:1.5rem;margin:0}.facts dt{opacity:.7}
.content>figure{display:inline-block;width:min(520px,100%);margin:0 1rem 1rem 0;vertical-align:top}
figcaption{font-weight:600}svg{width:100%;height:auto}svg text{font-size:11px;fill:currentColor}.grid{stroke:var(--line)}
.legend{font-size:12px;display:flex;flex-wrap:wrap;gap:.1rem .9rem}.legend i{display:inline-block;width:.9em;height:.9em;border-radius:2px;margin-right:.35em;vertical-align:-.1em}
table{border-collapse:collapse;font-size:13px}td,th{padding:.15rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
tr>th:first-child{opacity:.75}.differs td{background:#d1602a22}.wide{overflow-x:auto}
.confusion td{text-align:right;min-width:2.2em}.turned{height:6.5em;vertical-align:bottom}.turned span{writing-mode:vertical-rl;transform:rotate(180deg)}
.filters,.wrong img{image-rendering:pixelated;max-width:100%}.wrong{display:flex;flex-wrap:wrap;gap:1rem}.wrong figure{margin:0;width:128px}.wrong img{width:128px}.wrong figcaption{font-weight:400;font-size:12px}`;

/** A whole page, without anything from the network. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body>${body}</body></html>\n`;
}
