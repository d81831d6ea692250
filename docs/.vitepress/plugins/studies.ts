import { existsSync } from "node:fs";
import { join } from "node:path";
import { differencePlots, spreadNote, studyAnswers, studyCurves, studyTable } from "../../../src/study/report.ts";
import type { StudyResults } from "../../../src/study/results.ts";
import { studies } from "../../../src/study/studies.ts";
import type { Study } from "../../../src/study/study.ts";
import { escapeHtml } from "../../../src/train/report/escape.ts";
import { table } from "../../../src/train/report/tables.ts";
import { read, root } from "../pages.ts";
import { filling } from "./filling.ts";

/** The `results.json` that is kept of a study; null where it was not run yet. */
export function storedStudy(name: string): StudyResults | null {
  const file = `docs/alexnet/studies/${name}.json`;
  return existsSync(join(root, file)) ? JSON.parse(read(file)) : null;
}

/** `@[study](dropout)` with its table and plots. */
export const studyDrawings = () =>
  filling("studies", (page, isFilled) =>
    isFilled ? page.replace(/^@\[study\]\((\w+)\)$/gm, (_, name: string) => studySection(name, true)) : page,
  );

/** A study as Markdown: question, claim, condition, and what came of it.
 *  @param isDrawn whether table and plots are in it, or only their place. */
export function studySection(name: string, isDrawn = false): string {
  const study = studies.find((each) => each.name === name);
  if (study === undefined) throw new Error(`no study is called ${name}: there are ${studies.map((each) => each.name)}`);
  const results = storedStudy(name);
  const { words, seeds, epochs } = study.condition;
  return [
    `## ${study.question} {#${name}}`,
    `**Said of it.** ${study.claim}`,
    `**Condition.** ${words} ${seeds} pairs of ${epochs} epochs, about ${study.minutes} minutes of one core.`,
    ...(results === null ? ["**Not run yet** on a machine of ours."] : outcome(study, results, isDrawn)),
    `\`\`\`sh\nnpx alexgrad study ${name} --data cifar10.tar.gz\n\`\`\``,
  ].join("\n\n");
}

function outcome(study: Study, results: StudyResults, isDrawn: boolean): string[] {
  const { processor, device, minutes, condition, answers } = results;
  const notes = studyAnswers(study, results).slice(answers.length);
  const [train, validation] = [condition.images, condition.validation].map((count) => count.toLocaleString("en"));
  return [
    ...answers.map(({ sentence }) => `**${sentence}**`),
    ...notes,
    `<div v-pre id="${study.name}-drawn" class="study">${isDrawn ? drawing(study, results) : ""}</div>`,
    `${train} images to train on and ${validation} to measure with; ${minutes.processor.toFixed(0)} minutes of processor time (${processor}; ${device}).`,
  ];
}

function drawing(study: Study, results: StudyResults): string {
  const [head, ...rows] = studyTable(study, results);
  const note = `<p><small>${escapeHtml(spreadNote)}</small></p>`;
  return `${table(head!, rows)}${note}${differencePlots(study, results)}${studyCurves(study, results)}`;
}
