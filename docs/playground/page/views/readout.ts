import { find, make } from "../dom.ts";
import type { Part } from "../part.ts";
import { words } from "../words.ts";

type Name = keyof typeof words.readout;

/** The figures of the moment. */
export function readout(): Part {
  const all = Object.entries(words.readout).map(
    ([name, label]) => `<div><dt>${label}</dt><dd class="${name}">–</dd></div>`,
  );
  const element = make(`<dl class="readout">${all.join("")}</dl>`);
  const put = (values: Partial<Record<Name, string>>) => {
    for (const [name, value] of Object.entries(values)) find(element, `.${name}`).textContent = value;
  };
  return {
    element,
    hear(event) {
      if (event.tell === "ready") {
        put({ epoch: "–", step: "0", loss: "–", train: "–", test: "–", speed: "–" });
      } else if (event.tell === "steps") {
        const last = event.losses.at(-1);
        if (last === undefined) return;
        put({
          epoch: String(event.epoch),
          step: last.step.toLocaleString("en"),
          loss: last.loss.toFixed(3),
          speed: event.imagesPerSecond.toFixed(0),
        });
      } else if (event.tell === "epoch") {
        put({ train: words.percent(event.train.error), test: words.percent(event.test.error) });
      }
    },
  };
}
