import { type ChartMark, chart } from "../../../../src/train/report/chart.ts";
import { inGroups } from "../../../../src/train/report/series.ts";
import type { Place } from "../../protocol.ts";
import { find, make } from "../dom.ts";
import type { Part } from "../part.ts";
import { words } from "../words.ts";

type Point = readonly [x: number, y: number];

/** More are joined in pairs: a training may be long. */
const mostPoints = 4000;
/** Milliseconds between two drawings. */
const pause = 250;

/** Loss and error of both sets. */
export function curvesView(): Part & { close(): void } {
  const figure = (name: string, title: string) =>
    `<div class="${name}"><p class="title">${title}</p><p class="empty">${words.curves.empty}</p></div>`;
  const element = make(
    `<section class="ag-frame panel curves" aria-label="${words.curves.loss}, ${words.curves.error}">${figure("loss", words.curves.loss)}${figure("error", words.curves.error)}</section>`,
  );
  const empty = element.innerHTML;
  let losses: readonly Point[] = [];
  let [testLosses, trainErrors, testErrors]: Point[][] = [[], [], []];
  let marks: ChartMark[] = [];
  let place: Place | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const draw = () => {
    waiting = undefined;
    const { training, test, step: xLabel } = words.curves;
    const loss = [
      { name: training, points: losses, color: 1 },
      { name: test, points: testLosses, color: 0 },
    ];
    const error = [
      { name: training, points: trainErrors, color: 1 },
      { name: test, points: testErrors, color: 0 },
    ];
    put(find(element, ".loss"), chart(loss, { title: words.curves.loss, xLabel, isFromZero: true, marks }));
    put(
      find(element, ".error"),
      chart(error, { title: words.curves.error, xLabel, format: words.percent, isFromZero: true, marks }),
    );
  };
  const drawSoon = () => {
    waiting ??= setTimeout(draw, pause);
  };
  const mark = (at: Place, step: number) => {
    if (step > 0 && at !== place) marks.push({ x: step, label: at });
    place = at;
  };

  return {
    element,
    close: () => clearTimeout(waiting),
    hear(event) {
      if (event.tell === "ready") {
        [losses, testLosses, trainErrors, testErrors, marks] = [[], [], [], [], []];
        clearTimeout(waiting);
        waiting = undefined;
        element.innerHTML = empty;
      } else if (event.tell === "steps") {
        const all = [...losses, ...event.losses.map(({ step, loss }): Point => [step, loss])];
        losses = all.length > mostPoints ? inGroups(all, 2) : all;
        drawSoon();
      } else if (event.tell === "epoch") {
        testLosses.push([event.step, event.test.loss]);
        trainErrors.push([event.step, event.train.error]);
        testErrors.push([event.step, event.test.error]);
        drawSoon();
      } else if (event.tell === "place" || event.tell === "lost") {
        mark(event.place, event.step);
      }
    },
  };
}

/** Draws anew, but leaves the table's button, which may have the focus, and opened tables open. */
function put(host: HTMLElement, html: string): void {
  if (html === "") return;
  const drawn = make(html);
  const figure = host.querySelector("figure");
  if (figure === null) {
    host.replaceChildren(drawn);
    return;
  }
  for (const part of ["svg", ".legend", "summary"]) {
    const [now, then] = [find<Element & HTMLElement>(figure, part), find<Element & HTMLElement>(drawn, part)];
    if (part === "svg") now.replaceWith(then);
    else now.innerHTML = then.innerHTML;
  }
  find(figure, ".wide").replaceChildren(...find(drawn, ".wide").children);
}
