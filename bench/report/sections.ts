import { folded } from "../../src/train/report/tables.ts";
import { groups, type Results, type Row } from "../results.ts";
import { timeBars } from "./bars.ts";
import { crossoverPlot } from "./crossover.ts";
import { networkPlot, plotsOf, scalingPlot } from "./overSizes.ts";
import { profileTables } from "./profileTable.ts";
import { rooflinePlot } from "./roofline.ts";
import { meansTable, targetsTable, tiles } from "./summary.ts";
import { tasksTable } from "./table.ts";
import { inGroups, tasksOf } from "./tasks.ts";
import { groupTitles } from "./words.ts";

/** A part of the report: "" where nothing of it was measured. */
export interface Section {
  readonly title: string;
  readonly lead: string;
  readonly html: string;
}

/** Everything that is shown of results, in order. */
export function sectionsOf({ rows }: Results): Section[] {
  const tasks = tasksOf(rows);
  const of = (group: Row["group"]) => rows.filter((row) => row.group === group);
  const sections: Section[] = [
    { title: "Summary", lead: "", html: tiles(tasks) + targetsTable(rows) + meansTable(tasks) },
    {
      title: "Roofline",
      lead: "How fast an operator can be depends on how much it computes with each byte that it reads: left of the ridge the memory is the limit, right of it the arithmetic. A point on the roof cannot be faster on this machine. The slope is the memory as the operators with the most bytes find it: a point above it lives in a cache.",
      html: unfolded(of("operator"), rooflinePlot),
    },
    {
      title: "Time of each operator",
      lead: "The dark part of a bar is the least that the machine could take.",
      html: unfolded(of("operator"), timeBars),
    },
    {
      title: "Speed over sizes",
      lead: "Both sides are logarithmic. The thin lines are the bounds, in the colors of those whom they bound.",
      html: grid(plotsOf(of("scaling"), scalingPlot)),
    },
    {
      title: "Where the GPU begins to pay",
      lead: "Resident: inputs and results stay on the GPU. Counted: they are brought there, or brought back, in each call. The lanes under a plot say who is faster at which size; what the noise does not settle is hatched.",
      html: grid(plotsOf(of("crossover"), crossoverPlot)),
    },
    {
      title: "Networks over the batch",
      lead: "",
      html: grid(
        plotsOf(
          of("network").filter(({ work }) => work.images !== undefined),
          networkPlot,
        ),
      ),
    },
    {
      title: "Where a training step's time goes",
      lead: "Each kernel that the step calls was timed by itself, with all its calls added up. Threads are idle as far as one thread alone takes less than all of them together.",
      html: profileTables(of("profile")),
    },
    ...groups.map((group) => ({
      title: `All figures: ${groupTitles[group].toLowerCase()}`.replace("cpu against gpu", "CPU against GPU"),
      lead: "",
      html:
        of(group).length === 0
          ? ""
          : tasksTable(
              groupTitles[group],
              tasks.filter((task) => task.group === group),
            ),
    })),
  ];
  return sections.filter(({ html }) => html !== "");
}

const grid = (plots: readonly string[]) =>
  plots.length === 0 ? "" : `<div class="grid-of-plots">${plots.join("")}</div>`;

/** One drawing a contender: the first is open, the others are unfolded by whoever wants them. */
function unfolded(rows: readonly Row[], draw: (contender: string, rows: readonly Row[]) => string): string {
  const all = inGroups(rows, ({ contender }) => contender)
    .map((own) => ({ name: own[0].contender, html: draw(own[0].contender, own) }))
    .filter(({ html }) => html !== "");
  return all.map(({ html, name }, i) => (i === 0 ? html : folded(name, html))).join("");
}
