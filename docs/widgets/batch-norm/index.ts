import { editableOf } from "../core/editable.ts";
import type { Widget } from "../core/widget.ts";
import { batchNorm as words } from "../words/en/batch-norm.ts";
import { judged } from "./bugs.ts";
import { code } from "./code.ts";
import { controls, more } from "./controls.ts";
import { figure } from "./figure.ts";
import { says } from "./says.ts";
import { fields, type State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

/** Batch normalization: a batch of points on a line for each channel. */
export const widget: Widget<State> = {
  name: "batch-norm",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says,
  code,
  later: (s) => (s.mode === "broken" ? judged(s) : null),
  editable: (s) => editableOf(tensorsOf(s)),
};
