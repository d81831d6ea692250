import type { Tensor } from "../../../src/core/tensor.ts";
import { tape as words } from "../words/en/tape.ts";
import type { Box } from "./record.ts";
import { brief, isBrief, keptBy } from "./rules.ts";
import type { State } from "./state.ts";
import { type View, viewOf } from "./view.ts";

export function says(s: State): string {
  const view = viewOf(s);
  const { event } = view.frame;
  switch (event.kind) {
    case "start":
      return words.says.start([...view.frame.shown].map((box) => `${box.name} = ${valueTold(box)}`).join(", "));
    case "record": {
      const { box, boxes } = event;
      const saved = boxes.flatMap((each) => keptBy(each, view.nameOf));
      if (box.gradFn === null) return words.says.unrecorded(box.name, valueTold(box));
      const kept = [...new Set(saved.map(({ name, tensor }) => `${name} = ${told(tensor)}`))].join(", ");
      return words.says.record(box.name, valueTold(box), kept);
    }
    case "seed":
      return words.says.seed(view.nameOf(event.box), told(event.dy));
    case "pull": {
      const said = pulled(event, view);
      return event.made.length === 0 ? said : said + words.says.made(event.made.length);
    }
    case "rest": {
      const { box, before, dy, after } = event;
      if (before === null) return words.says.rest(box.name, told(after));
      return words.says.added(box.name, sumOf(before, dy, after));
    }
    case "zero":
      return words.says.zero;
  }
}

function pulled(event: Extract<View["frame"]["event"], { kind: "pull" }>, { frames, at, nameOf }: View): string {
  const { box, dy, parts, freed } = event;
  const gifts = parts.map(({ to, before, gradient, after }) =>
    before === null
      ? words.says.first(nameOf(to), told(after))
      : words.says.sum(nameOf(to), told(gradient), sumOf(before, gradient, after)),
  );
  const comesBack = frames.slice(at + 1).some((later) => {
    return later.event.kind === "pull" && later.event.box === box && later.pass === frames[at].pass;
  });
  if (comesBack) return words.says.early(nameOf(box), told(dy), gifts);
  return words.says.pull(nameOf(box), told(dy), gifts, freed);
}

/** A tensor's numbers, or its shape where they are many. */
const told = (tensor: Tensor) => (isBrief(tensor) ? brief(tensor) : words.says.tensor(brief(tensor)));

const valueTold = ({ tensor }: Box) => (tensor === null ? "" : told(tensor));

/** "21 + 4 = 25", where that can be followed. */
function sumOf(before: Tensor, added: Tensor, after: Tensor): string {
  if (!isBrief(after)) return words.says.elements;
  const summand = brief(added);
  return `${brief(before)} + ${summand.startsWith("−") ? `(${summand})` : summand} = ${brief(after)}`;
}
