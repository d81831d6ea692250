import { escapeHtml } from "../../../widgets/core/html.ts";
import type { LayerReading } from "../../protocol.ts";
import { find, panel } from "../dom.ts";
import type { Part } from "../part.ts";
import { words } from "../words.ts";

/** Powers of ten that a bar spans. */
const decades = 4;

const short = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(2)).toString() : String(value));

/** What each layer's gradients and units are like. */
export function layersView(): Part {
  const { name, gradient, dead, zeros, update } = words.layers;
  const heads = [name, gradient, dead, zeros, update].map((head) => `<th scope="col">${head}</th>`);
  const element = panel(
    words.layers.title,
    `<div class="wide" tabindex="0"><table><thead><tr>${heads.join("")}</tr></thead><tbody></tbody></table></div><p class="says">${words.layers.says}</p>`,
    "layers",
  );
  const body = find(element, "tbody");
  return {
    element,
    hear(event) {
      if (event.tell === "ready") body.innerHTML = `<tr><td colspan="5">${words.later}</td></tr>`;
      if (event.tell !== "look") return;
      const largest = Math.max(...event.layers.map(({ gradientNorm }) => gradientNorm));
      body.innerHTML = event.layers.map((layer) => row(layer, largest)).join("");
    },
  };
}

function row({ name, gradientNorm, dead, zeros, updateRatio }: LayerReading, largest: number): string {
  const share = gradientNorm > 0 ? 1 + Math.log10(gradientNorm / largest) / decades : 0;
  const bar = `<i class="bar" style="inline-size:${(100 * Math.max(0, share)).toFixed(0)}%"></i>`;
  const cells = [`${short(gradientNorm)}${bar}`, words.percent(dead), words.percent(zeros), short(updateRatio)];
  return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}
