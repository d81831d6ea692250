import { escapeHtml } from "./escape.ts";

/** "" where there is no content. */
export function section(title: string, content: string): string {
  return content === "" ? "" : `<section><h2>${escapeHtml(title)}</h2><div class="content">${content}</div></section>`;
}

// Figures are at least as wide as a telephone's page leaves room for, so that no text in them is scaled below 11 px.
const style = `:root{color-scheme:light dark;--line:#8884;--good:#3b8f5c;--bad:#d1602a}
*{box-sizing:border-box}body{font:15px/1.5 system-ui,sans-serif;max-width:1180px;margin:1.5rem auto;padding:0 15px;overflow-wrap:anywhere}
h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;border-bottom:1px solid var(--line);margin:2.2rem 0 .8rem}p{margin:.5rem 0;max-width:70ch}
.notice{border-left:4px solid var(--bad);background:#d1602a22;padding:.5rem .8rem}
.facts{display:flex;flex-wrap:wrap;gap:.7rem 2.2rem;margin:1.2rem 0 0}.facts>div{display:flex;flex-direction:column}.facts dd{font-size:13px;order:2;margin:0}.facts .value{font-size:1.5rem;line-height:1.3;order:0}.facts dt{order:1;font-size:13px;opacity:.75}
.content{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(360px,100%),1fr));gap:1.2rem 1.4rem;align-items:start}.broad{grid-column:1/-1;min-width:0}
figure{margin:0;min-width:0;max-width:520px}figcaption{font-weight:600}svg{display:block;width:100%;height:auto}svg text{font-size:11.5px;fill:currentColor}.grid{stroke:var(--line)}
.legend{font-size:12px;display:flex;flex-wrap:wrap;gap:.1rem .9rem}.legend i{display:inline-block;width:1.6em;margin-right:.35em;vertical-align:.2em}
details{margin:.5rem 0;font-size:13px}summary{cursor:pointer}.wide{overflow:auto;max-width:100%;max-height:36em}figure .wide{max-height:18em}
table{border-collapse:collapse;font-size:13px;overflow-wrap:normal}td,th{padding:.15rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400;min-width:5em}td{max-width:26em;overflow-wrap:break-word}
th[scope=row]{position:sticky;left:0;background:Canvas;color:color-mix(in srgb,CanvasText 75%,Canvas)}
.confusion td{text-align:right;min-width:2.2em}.confusion th{min-width:0}.turned{height:6.5em;vertical-align:bottom}.turned span{writing-mode:vertical-rl;transform:rotate(180deg)}
.filters,.wrong img,.maps img{image-rendering:pixelated;max-width:100%}.wrong,.maps{display:flex;flex-wrap:wrap;gap:1rem}.wrong figure{width:128px}.wrong img{width:128px}.wrong figcaption,.maps figcaption{font-weight:400;font-size:12px;line-height:1.3}
.maps{gap:.7rem}.maps figure{width:92px}.maps img{width:92px;display:block;background:#8882}.maps .large{width:260px}.maps .large img{width:260px}`;

/** A whole page, without anything from the network.
 *  @param more rules, after those that all pages have. */
export function page(title: string, body: string, more = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}${more}</style></head><body>${body}</body></html>\n`;
}
