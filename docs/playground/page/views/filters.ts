import { find, panel } from "../dom.ts";
import { clear, drawGallery } from "../gallery.ts";
import type { Part } from "../part.ts";
import { words } from "../words.ts";
import { pair } from "./pair.ts";

/** The first convolution's filters, and what the loss wants of them. */
export function filtersView(): Part {
  const { title, weights, gradients } = words.filters;
  const element = panel(title, `${pair(weights, gradients)}<p class="says">${words.later}</p>`, "filters");
  const [left, right] = element.querySelectorAll("canvas");
  return {
    element,
    hear(event) {
      if (event.tell === "ready") {
        clear(left);
        clear(right);
      }
      if (event.tell !== "look") return;
      drawGallery(left, event.filters);
      drawGallery(right, event.filterGradients);
      find(element, ".says").textContent = words.filters.says(event.filters.length);
    },
  };
}
