import type { Widget } from "../core/widget.ts";
import { optimizer as words } from "../words/en/optimizer.ts";
import { code } from "./code.ts";
import { controls } from "./controls.ts";
import { figure, says } from "./figure.ts";
import { fields, type State, steps } from "./state.ts";

/** The library's optimizers on one landscape, step by step. */
export const widget: Widget<State> = {
  name: "optimizer",
  title: words.title,
  fields,
  controls,
  figure,
  says,
  code,
  steps: () => steps,
};
