import { find, panel } from "../dom.ts";
import { clear, drawGallery } from "../gallery.ts";
import type { Part, Stage } from "../part.ts";
import { words } from "../words.ts";
import { pair } from "./pair.ts";

/** What a layer makes of one image, and the gradient that comes back to it. */
export function mapsView(stage: Stage): Part {
  const { title, layer, activations, gradients, says } = words.maps;
  const element = panel(
    title,
    `<label class="field"><span>${layer}</span><select name="layer"></select></label>${pair(activations, gradients)}<p class="says">${says}</p>`,
    "maps",
  );
  const select = find<HTMLSelectElement>(element, "select");
  const [left, right] = element.querySelectorAll("canvas");
  const watch = () => stage.send({ do: "watch", layer: select.value });
  const begin = () => {
    clear(left);
    clear(right);
    watch();
  };
  select.addEventListener("change", begin);
  return {
    element,
    hear(event) {
      if (event.tell === "ready") {
        const chosen = select.value;
        select.replaceChildren(...event.layers.map((name) => new Option(name, name)));
        if (event.layers.includes(chosen)) select.value = chosen;
        begin();
      }
      if (event.tell !== "look" || event.maps?.layer !== select.value) return;
      drawGallery(left, event.maps.activations);
      drawGallery(right, event.maps.gradients);
    },
  };
}
