import { group, select, slider, toggle } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import { escapeHtml } from "../core/html.ts";
import type { Widget } from "../core/widget.ts";
import { sizes as words } from "../words/en/sizes.ts";
import { figure, hereOf } from "./figure.ts";
import { axisOf, fields, geometryOf, pads, type State } from "./state.ts";

/** How many windows there are along one axis, and where they lie. */
export const widget: Widget<State> = {
  name: "sizes",
  title: words.title,
  fields,
  controls(s) {
    const one = (name: "n" | "k" | "s" | "d" | "before" | "after", label: string) =>
      slider(name, label, s[name], fields[name] as Range);
    const given = s.pad === "given" ? [one("before", words.before), one("after", words.after)] : [];
    return group(
      words.title,
      one("n", words.n),
      one("k", words.k),
      one("s", words.s),
      one("d", words.d),
      select("pad", words.pad, s.pad, pads, words.pads),
      ...given,
      toggle("ceil", words.ceil, s.ceil),
    );
  },
  more: () =>
    `<p class="ag-presets">${words.presets.map(({ name, state }) => `<a href="#sizes&amp;${escapeHtml(state)}">${escapeHtml(name)}</a>`).join(" · ")}</p>`,
  figure,
  says,
  code(s) {
    const { before, after } = axisOf(s);
    const hang = Math.max(after, hangOf(s));
    return {
      typescript: `import { conv2d, ones } from "alexgrad";

const y = conv2d(ones([1, 1, 1, ${s.n}]), ones([1, 1, 1, ${s.k}]), {
  stride: [1, ${s.s}],
  dilation: [1, ${s.d}],
  padding: { left: ${before}, right: ${after} },
  ceilMode: ${s.ceil},
});
console.log(y.shape);
`,
      pytorch: `import torch
import torch.nn.functional as F

x = F.pad(torch.ones(1, 1, ${s.n}), (${before}, ${hang}))
print(F.conv1d(x, torch.ones(1, 1, ${s.k}), stride=${s.s}, dilation=${s.d}).shape)
`,
    };
  },
  steps: (s) => geometryOf(s).ow,
};

/** How far the last window reaches beyond the input. */
function hangOf(s: State): number {
  const { size, stride, before, span } = axisOf(s);
  return (geometryOf(s).ow - 1) * stride - before + span - size;
}

function says(s: State): string {
  const { size, stride, dilation, kernel, before, after, span } = axisOf(s);
  const count = geometryOf(s).ow;
  const here = hereOf(s, count);
  if (here >= 0) {
    const from = here * stride - before;
    const taps = Array.from({ length: kernel }, (_, t) => from + t * dilation);
    return words.says.window(here, from, from + span - 1, taps.filter((tap) => tap < 0 || tap >= size).length);
  }
  return words.says.all(count, size, before, after, hangOf(s));
}
