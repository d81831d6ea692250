import { messageOf } from "../../../../src/core/messageOf.ts";
import { escapeHtml } from "../../../widgets/core/html.ts";
import type { Choice, Event } from "../../protocol.ts";
import { find, folding } from "../dom.ts";
import { drawGallery } from "../gallery.ts";
import type { Part, Stage } from "../part.ts";
import { words } from "../words.ts";
import { type Chosen, droppedFiles, filesOf } from "./files.ts";

type Data = Extract<Event, { tell: "data" }>;

interface DataPanel extends Part {
  /** What the reader chose. */
  readonly chosen: Choice["data"];
  /** How often the reader gave images of his own. */
  readonly version: number;
}

/** @param root where files may be dropped. */
export function dataPanel(root: HTMLElement, stage: Stage, changed: () => void): DataPanel {
  const radio = (value: Choice["data"], isOn: boolean) =>
    `<label class="tick"><input type="radio" name="data" value="${value}"${isOn ? " checked" : " disabled"}>${words.data[value]}</label>`;
  const picker = (name: string, label: string, rest: string) =>
    `<label class="picker"><input type="file" multiple name="${name}"${rest}><span>${label}</span></label>`;
  const element = folding(
    words.data.title,
    `<div role="radiogroup" aria-label="${words.data.title}">${radio("builtin", true)}${radio("own", false)}</div>
    <div class="drop"><p>${words.data.drop}</p>${picker("files", words.data.files, ' accept="image/*"')}${picker("folder", words.data.folder, " webkitdirectory")}</div>
    <p class="counts"></p><canvas class="samples" role="img" aria-label="${words.data.samples}" width="1" height="1"></canvas>
    <details class="skipped" hidden><summary></summary><ul></ul></details>`,
    "data",
  );
  const told: Partial<Record<Choice["data"], Data>> = {};
  let chosen: Choice["data"] = "builtin";
  let version = 0;

  const take = async (files: readonly Chosen[] | Promise<readonly Chosen[]>) => {
    try {
      const all = await files;
      if (all.length === 0) return stage.say(words.data.none);
      stage.say(words.data.reading(all.length));
      stage.send({ do: "files", files: all });
    } catch (error) {
      stage.say(messageOf(error));
    }
  };
  const choose = (data: Choice["data"]) => {
    chosen = data;
    find<HTMLInputElement>(element, `[value=${data}]`).checked = true;
    changed();
  };
  const show = () => {
    const data = told[chosen];
    if (data === undefined) return;
    const { classes, train, test, samples, skipped } = data;
    find(element, ".counts").textContent =
      `${words.data.counts(classes.length, train, test)} ${words.data.classes(classes)}`;
    drawGallery(find(element, ".samples"), samples, { columns: 8 });
    const list = find(element, ".skipped");
    list.hidden = skipped.length === 0;
    find(list, "summary").textContent = words.data.skipped(skipped.length);
    find(list, "ul").innerHTML = skipped.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("");
  };

  element.addEventListener("change", ({ target }) => {
    const input = target as HTMLInputElement;
    if (input.type === "file") {
      void take(filesOf(input));
      input.value = "";
    } else {
      choose(input.value as Choice["data"]);
      show();
    }
  });
  const drop = find(element, ".drop");
  // Anywhere: beside the place for it, the browser would leave the page and show the file.
  for (const name of ["dragover", "dragleave", "drop"] as const) {
    root.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer !== null) void take(droppedFiles(event.dataTransfer));
    });
  }
  return {
    element,
    get chosen() {
      return chosen;
    },
    get version() {
      return version;
    },
    hear(event) {
      if (event.tell !== "data") return;
      told[event.of] = event;
      if (event.of === "own") {
        version++;
        find<HTMLInputElement>(element, "[value=own]").disabled = false;
        stage.say(words.data.counts(event.classes.length, event.train, event.test));
        choose("own");
      }
      show();
    },
  };
}
