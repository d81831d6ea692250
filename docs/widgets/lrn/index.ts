import { editableOf } from "../core/editable.ts";
import type { Widget } from "../core/widget.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { judged } from "./bugs.ts";
import { code } from "./code.ts";
import { controls, more } from "./controls.ts";
import { figure } from "./figure.ts";
import { says } from "./says.ts";
import { fields, type State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

/** Local response normalization: channels that divide each other. */
export const widget: Widget<State> = {
  name: "lrn",
  title: words.title,
  fields,
  controls,
  more,
  figure,
  says,
  code,
  later: (s) => (s.mode === "broken" ? judged(s) : null),
  editable: (s) => editableOf(s.mode === "converter" ? [] : tensorsOf(s)),
};
