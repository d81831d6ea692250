import { group, slider, tabs } from "../core/controls.ts";
import type { Range } from "../core/fields.ts";
import type { Widget } from "../core/widget.ts";
import { groups as words } from "../words/en/groups.ts";
import { figure } from "./figure.ts";
import { costOf, fields, geometryOf, type State, views } from "./state.ts";

/** Which filter sees which channel, and what it saves. */
export const widget: Widget<State> = {
  name: "groups",
  title: words.title,
  fields,
  controls(s) {
    const one = (name: "c" | "k" | "groups" | "kernel" | "out", label: string) =>
      slider(name, label, s[name], fields[name] as Range);
    const sliders = [
      one("c", words.c),
      one("k", words.k),
      ...(s.view === "blocks" ? [one("groups", words.groups)] : []),
      one("kernel", words.kernel),
      one("out", words.out),
    ];
    return (
      tabs("view", s.view, views, words.views, words.view) + (s.view === "towers" ? "" : group(words.title, ...sliders))
    );
  },
  figure,
  says,
  code: (s) => (s.view === "separable" ? separable(s) : grouped(s)),
};

function says(s: State): string {
  if (s.view === "towers") return words.says.towers;
  if (s.view === "separable") {
    const [first, second] = [costOf(geometryOf({ ...s, k: s.c }, s.c)), costOf(geometryOf({ ...s, kernel: 1 }, 1))];
    return words.says.separable(first.weights, second.weights, costOf(geometryOf(s, 1)).weights);
  }
  const { shape, weights } = costOf(geometryOf(s, s.groups));
  const [tensor, place = ""] = s.select.split(":");
  const [filter] = place.split(",").map(Number);
  if (tensor === "w" && filter < s.k) {
    const first = Math.floor(filter / (s.k / s.groups)) * shape[1];
    return words.says.filter(filter, first, first + shape[1] - 1);
  }
  return words.says.all(s.groups, s.k / s.groups, shape[1], weights);
}

function grouped({ c, k, groups, kernel, out }: State) {
  const size = out + kernel - 1;
  return {
    typescript: `import { conv2d, ones } from "alexgrad";

const y = conv2d(ones([1, ${c}, ${size}, ${size}]), ones([${k}, ${c / groups}, ${kernel}, ${kernel}]), { groups: ${groups} });
console.log(y.shape);
`,
    pytorch: `import torch
import torch.nn.functional as F

print(F.conv2d(torch.ones(1, ${c}, ${size}, ${size}), torch.ones(${k}, ${c / groups}, ${kernel}, ${kernel}), groups=${groups}).shape)
`,
  };
}

function separable({ c, k, kernel, out }: State) {
  const size = out + kernel - 1;
  return {
    typescript: `import { conv2d, ones } from "alexgrad";

const each = conv2d(ones([1, ${c}, ${size}, ${size}]), ones([${c}, 1, ${kernel}, ${kernel}]), { groups: ${c} });
const y = conv2d(each, ones([${k}, ${c}, 1, 1]));
console.log(y.shape);
`,
    pytorch: `import torch
import torch.nn.functional as F

each = F.conv2d(torch.ones(1, ${c}, ${size}, ${size}), torch.ones(${c}, 1, ${kernel}, ${kernel}), groups=${c})
print(F.conv2d(each, torch.ones(${k}, ${c}, 1, 1)).shape)
`,
  };
}
