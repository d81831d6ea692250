import { download, find, panel } from "../dom.ts";
import type { Part, Stage } from "../part.ts";
import { words } from "../words.ts";

/** Weights and report as files, the settings as a link. */
export function keepView(stage: Stage): Part {
  const { title, weights, report, link, says } = words.keep;
  const button = (name: string, label: string) => `<button type="button" name="${name}">${label}</button>`;
  const element = panel(
    title,
    `<p class="row">${button("export", weights)}${button("report", report)}${button("link", link)}</p><p class="says">${says}</p>`,
    "keep",
  );
  const on = (name: string, run: () => void) => find(element, `[name=${name}]`).addEventListener("click", run);
  on("export", () => stage.send({ do: "export" }));
  on("report", () => stage.send({ do: "report" }));
  on("link", () => {
    navigator.clipboard.writeText(location.href).then(
      () => stage.say(words.keep.copied),
      () => stage.say(words.keep.notCopied),
    );
  });
  return {
    element,
    hear(event) {
      if (event.tell === "weights") download(event.bytes as BlobPart, event.name, "application/octet-stream");
      else if (event.tell === "report") download(event.html, event.name, "text/html");
      else return;
      stage.say(words.keep.saved(event.name));
    },
  };
}
