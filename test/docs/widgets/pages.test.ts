import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { refusal } from "../../../docs/widgets/core/widget.ts";
import { drawings } from "../../../docs/widgets/index.ts";

const pages = ["activations", "softmax", "broadcasting", "linear"];

/** What a page's links set, and where they are refused: on purpose, by the library. */
it.each(pages)(
  "ops/%s: each link into a widget is a state that it draws, or refuses in the library's words",
  (page) => {
    const text = readFileSync(new URL(`../../../docs/ops/${page}.md`, import.meta.url), "utf8");
    const links = [...text.matchAll(/\]\(#([a-z0-9-]+)&([^)]+)\)/g)].map(([, name, state]) => ({
      name,
      state: decodeURI(state),
    }));
    expect(links.length).toBeGreaterThan(20);
    const refused = links.filter(
      ({ name, state }) => refusal(() => drawings.find((each) => each.name === name)!.draw(state)) !== null,
    );
    expect(refused.map(({ state }) => state)).toEqual(meant[page]);
  },
);

const meant: Readonly<Record<string, string[]>> = {
  activations: ["f=clamp&min=2&max=1"],
  softmax: ["mode=loss&l0=5"],
  broadcasting: ["a2=2&b2=3", "op=variance&correction=4"],
  linear: [],
};

it.each(pages)("ops/%s: what a link selects is drawn", (page) => {
  const text = readFileSync(new URL(`../../../docs/ops/${page}.md`, import.meta.url), "utf8");
  for (const [, name, state] of text.matchAll(/\]\(#([a-z0-9-]+)&([^)]*select=[^)&]+[^)]*)\)/g)) {
    const key = new URLSearchParams(decodeURI(state)).get("select");
    expect(drawings.find((each) => each.name === name)!.draw(decodeURI(state))).toContain(`data-key="${key}"`);
  }
});
