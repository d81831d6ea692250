import { escapeHtml } from "../../../widgets/core/html.ts";
import { find, panel } from "../dom.ts";
import { drawGallery } from "../gallery.ts";
import type { Part } from "../part.ts";
import { words } from "../words.ts";

const most = 12;

/** The test images that it was surest of and wrong. */
export function wrongView(): Part {
  const element = panel(words.wrong.title, `<p class="says">${words.wrong.none}</p><ul></ul>`, "wrong");
  const list = find(element, "ul");
  const says = find(element, ".says");
  return {
    element,
    hear(event) {
      if (event.tell === "ready") {
        list.replaceChildren();
        says.textContent = words.wrong.none;
      }
      if (event.tell !== "wrong") return;
      const images = event.images.slice(0, most);
      says.textContent = images.length === 0 ? words.wrong.right : "";
      list.innerHTML = images
        .map(({ label, guess, probability }) => {
          const caption = escapeHtml(words.wrong.caption(label, guess, probability));
          return `<li><canvas aria-hidden="true" width="1" height="1"></canvas>${caption}</li>`;
        })
        .join("");
      for (const [i, canvas] of [...list.querySelectorAll("canvas")].entries()) {
        drawGallery(canvas, [images[i].picture], { most: 72 });
      }
    },
  };
}
