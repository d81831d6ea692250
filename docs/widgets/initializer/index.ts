import type { Widget } from "../core/widget.ts";
import { initializer as words } from "../words/en/initializer.ts";
import { code } from "./code.ts";
import { controls } from "./controls.ts";
import { figure, says } from "./figure.ts";
import { fields, type State } from "./state.ts";

/** What first weights do to the variance of activations and gradients, layer by layer. */
export const widget: Widget<State> = {
  name: "initializer",
  title: words.title,
  fields,
  controls,
  figure,
  says,
  code: (s) => code(s),
};
