import { editableOf } from "../core/editable.ts";
import type { Widget } from "../core/widget.ts";
import { conv2d as words } from "../words/en/conv2d.ts";
import { judged } from "./bugs.ts";
import { code } from "./code.ts";
import { controls, more } from "./controls.ts";
import { figure, stepsOf } from "./figure.ts";
import { partsOf } from "./parts.ts";
import { says } from "./says.ts";
import { fields, geometryOf, type State } from "./state.ts";

/** A convolution, forward and back, in both orders. */
export const widget: Widget<State> = {
  name: "conv2d",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says,
  code,
  later: (s) => (s.mode === "broken" ? judged(s) : null),
  editable: (s) => editableOf(partsOf(s)),
  steps: (s) => stepsOf(s, geometryOf(s)).count,
};
