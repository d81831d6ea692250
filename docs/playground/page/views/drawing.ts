import { escapeHtml } from "../../../widgets/core/html.ts";
import type { Picture } from "../../protocol.ts";
import { find, make, panel } from "../dom.ts";
import { drawGallery, imageOf } from "../gallery.ts";
import type { Part, Stage } from "../part.ts";
import { words } from "../words.ts";
import { pair } from "./pair.ts";

/** Pixels a side of the drawing. */
const side = 128;

/** A canvas to draw on, and what the network takes the drawing for. */
export function drawingView(stage: Stage): Part {
  const { title, canvas: name, brush, ground, clear, ask, samples, seen, saliency } = words.draw;
  const color = (field: string, label: string, value: string) =>
    `<label class="color"><input type="color" name="${field}" value="${value}"><span>${label}</span></label>`;
  const hint = `<li class="says">${words.draw.hint}</li>`;
  const element = panel(
    title,
    `<div class="desk"><div><canvas class="paper" role="img" aria-label="${name}" width="${side}" height="${side}"></canvas>
    <div class="tools">${color("brush", brush, "#f2d16b")}${color("ground", ground, "#3c4657")}<button type="button" name="clear">${clear}</button><button type="button" name="ask">${ask}</button></div>
    <p>${samples}</p><div class="takes"></div></div>
    <div class="answer"><ol class="scores">${hint}</ol>${pair(seen, saliency)}</div></div>`,
    "drawing",
  );
  const paper = find<HTMLCanvasElement>(element, ".paper");
  const context = paper.getContext("2d", { willReadFrequently: true })!;
  const colorOf = (field: string) => find<HTMLInputElement>(element, `[name=${field}]`).value;
  const classify = () => {
    const { data } = context.getImageData(0, 0, side, side);
    stage.send({ do: "classify", pixels: data, width: side, height: side });
  };
  const wipe = () => {
    context.fillStyle = colorOf("ground");
    context.fillRect(0, 0, side, side);
  };
  const take = (picture: Picture) => {
    const small = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    small.getContext("2d")!.putImageData(imageOf(picture), 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, side, side);
    classify();
  };

  let last: readonly [number, number] | undefined;
  const draw = (event: PointerEvent) => {
    const { left, top, width } = paper.getBoundingClientRect();
    const to = [((event.clientX - left) * side) / width, ((event.clientY - top) * side) / width] as const;
    Object.assign(context, { strokeStyle: colorOf("brush"), lineWidth: side / 10, lineCap: "round" });
    context.beginPath();
    context.moveTo(...(last ?? to));
    context.lineTo(...to);
    context.stroke();
    last = to;
  };
  paper.addEventListener("pointerdown", (event) => {
    paper.setPointerCapture(event.pointerId);
    draw(event);
  });
  paper.addEventListener("pointermove", (event) => {
    if (last !== undefined) draw(event);
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    paper.addEventListener(end, () => {
      last = undefined;
      classify();
    });
  }
  find(element, "[name=clear]").addEventListener("click", wipe);
  find(element, "[name=ask]").addEventListener("click", classify);
  wipe();

  const scores = find(element, ".scores");
  const [left, right] = element.querySelectorAll<HTMLCanvasElement>(".answer canvas");
  return {
    element,
    hear(event) {
      if (event.tell === "data") {
        const buttons = event.samples.map((picture, i) => {
          const button = make<HTMLButtonElement>(
            `<button type="button" aria-label="${words.draw.sample(i)}"><canvas width="1" height="1"></canvas></button>`,
          );
          drawGallery(find(button, "canvas"), [picture], { most: 36 });
          button.addEventListener("click", () => take(picture));
          return button;
        });
        find(element, ".takes").replaceChildren(...buttons);
      }
      if (event.tell === "ready") scores.innerHTML = hint;
      if (event.tell !== "scores") return;
      scores.innerHTML = event.classes
        .map(({ name, probability }) => {
          const bar = `<i class="bar" style="inline-size:${(100 * probability).toFixed(1)}%"></i>`;
          return `<li><span>${escapeHtml(name)}</span><b>${words.percent(probability)}</b>${bar}</li>`;
        })
        .join("");
      drawGallery(left, [event.seen], { most: 128 });
      drawGallery(right, [event.saliency], { most: 128 });
      const [best] = [...event.classes].sort((a, b) => b.probability - a.probability);
      stage.say(words.draw.scores(best.name, best.probability));
    },
  };
}
