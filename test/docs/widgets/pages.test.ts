import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { pages } from "../../../docs/.vitepress/pages.ts";
import { refusal } from "../../../docs/widgets/core/widget.ts";
import { drawings } from "../../../docs/widgets/index.ts";
import { withoutCode } from "../markdown.ts";

const texts = new Map(pages.map(({ path, text }) => [path, withoutCode(text)]));

/** The state in which a page shows a widget that comes alive; null if it has none of that name or id. */
function shownOn(page: string, name: string): { readonly widget: string; readonly state: string } | null {
  for (const [, widget, attributes] of texts.get(page)?.matchAll(/<ag-([a-z0-9-]+)([^>]*)>/g) ?? []) {
    const attribute = (key: string) => new RegExp(`\\b${key}="([^"]*)"`).exec(attributes)?.[1];
    if (/\bplain\b/.test(attributes) || (attribute("id") ?? widget) !== name) continue;
    return { widget, state: attribute("state") ?? "" };
  }
  return null;
}

/** Every link of the pages to a widget's state, on the same page or on another. */
const links = [...texts].flatMap(([path, text]) =>
  [...text.matchAll(/\]\(([^)#\s]*)#([a-z0-9-]+)&([^)\s]+)\)/g)].map(([, to, name, state]) => {
    const page = to === "" ? path : posix.join(posix.dirname(path), to);
    return { path, page, name, state: decodeURI(state), shown: shownOn(page, name) };
  }),
);
const known = links.filter(({ shown }) => shown !== null);

/** The drawing after a click. */
function figureOf({ shown, state }: (typeof links)[number]): string {
  const { widget, state: start } = shown!;
  return drawings.find(({ name }) => name === widget)!.figure([start, state]);
}

/** Links that show what the library refuses, and says. */
const meant = [
  "gradients/tape.md tape mode=again&retain=no",
  "gradients/tape.md tape program=cut&mode=second",
  "ops/activations.md activation f=clamp&min=2&max=1",
  "ops/batch-norm.md batch-norm n=1",
  "ops/broadcasting.md broadcasting a2=2&b2=3",
  "ops/broadcasting.md reduction op=variance&correction=4",
  "ops/conv2d.md conv2d h=2&w=2&top=0&bottom=0&left=0&right=0",
  "ops/dropout.md dropout p=21",
  "ops/groups.md groups c=8&groups=3",
  "ops/lrn.md lrn size=0",
  "ops/padding.md sizes n=8&k=3&d=4",
  "ops/softmax.md softmax mode=loss&l0=5",
];

describe("every link into a widget", () => {
  it("leads to one that its page has", () => {
    expect(known.length).toBeGreaterThan(400);
    expect(links.filter(({ shown }) => shown === null)).toEqual([]);
  });

  it("is a state that is drawn, or refused on purpose in the library's words", () => {
    const refused = known.filter((link) => refusal(() => figureOf(link)) !== null);
    expect(refused.map(({ path, name, state }) => `${path} ${name} ${state}`).sort()).toEqual(meant);
  });

  it("shows what it selects", () => {
    const missing = known.filter((link) => {
      const select = new URLSearchParams(link.state).get("select");
      return (
        select !== null && refusal(() => figureOf(link)) === null && !figureOf(link).includes(`data-key="${select}"`)
      );
    });
    expect(missing.map(({ path, name, state }) => `${path} ${name} ${state}`)).toEqual([]);
  });
});
