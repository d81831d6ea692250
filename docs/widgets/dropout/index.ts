import { editableOf } from "../core/editable.ts";
import type { Widget } from "../core/widget.ts";
import { dropout as words } from "../words/en/dropout.ts";
import { judged } from "./bugs.ts";
import { code } from "./code.ts";
import { controls, more } from "./controls.ts";
import { figure } from "./figure.ts";
import { says } from "./says.ts";
import { fields, type State } from "./state.ts";
import { tensorsOf } from "./tensors.ts";

/** Dropout: units, a mask, and what the masks come to on average. */
export const widget: Widget<State> = {
  name: "dropout",
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
