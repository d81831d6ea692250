import { page } from "../../src/train/report/page.ts";
import type { Results } from "../results.ts";
import { readingGuide, toBody } from "./body.ts";
import { style } from "./style.ts";

/** One file with everything in it, which asks for nothing. */
export function toPage(results: Results): string {
  const title = "Benchmarks of alexgrad";
  return page(
    title,
    `<main><h1>${title}</h1>${toBody(results, 2, readingGuide())}</main><script>${filter}</script>`,
    style,
  );
}

/** A field that leaves of the tables what has a word in it: not there without scripts. */
const filter = `
const tasks = [...document.querySelectorAll(".tasks tbody")];
if (tasks.length > 10) {
  const box = document.createElement("p");
  box.className = "filter";
  box.innerHTML = '<label>Only tasks with <input type="search"></label><output></output>';
  const [field, count] = [box.querySelector("input"), box.querySelector("output")];
  field.oninput = () => {
    const words = field.value.toLowerCase().split(/\\s+/);
    for (const task of tasks) task.hidden = !words.every((word) => task.textContent.toLowerCase().includes(word));
    count.textContent = tasks.filter((task) => !task.hidden).length + " of " + tasks.length;
  };
  document.querySelector(".tasks").closest("section").querySelector("h2").after(box);
}`;
