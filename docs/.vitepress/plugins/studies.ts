import { existsSync } from "node:fs";
import { join } from "node:path";
import { differencePlots, spreadNote, studyAnswers, studyCurves, studyTable } from "../../../src/study/report.ts";
import type { StudyResults } from "../../../src/study/results.ts";
import { type Study, studies } from "../../../src/study/studies.ts";
import { escapeHtml } from "../../../src/train/report/escape.ts";
import { table } from "../../../src/train/report/tables.ts";
import { read, root } from "../pages.ts";

/** The `results.json` that is kept of a study; null where it was not run yet. */
export function storedStudy(name: string): StudyResults | null {
  const file = `docs/alexnet/studies/${name}.json`;
  return existsSync(join(root, file)) ? JSON.parse(read(file)) : null;
}

/** A study as Markdown: question, claim, condition, and what came of it. */
export function studySection(name: string): string {
  const study = studies.find((each) => each.name === name);
  if (study === undefined) throw new Error(`no study is called ${name}: there are ${studies.map((each) => each.name)}`);
  const results = storedStudy(name);
  const { words, seeds, epochs } = study.condition;
  return [
    `## ${study.question} {#${name}}`,
    `**Said of it.** ${study.claim}`,
    `**Condition.** ${words} ${seeds} pairs of ${epochs} epochs, about ${study.minutes} minutes on two cores.`,
    ...(results === null ? ["**Not run yet** on a machine of ours."] : outcome(study, results)),
    `\`\`\`sh\nnpx alexgrad study ${name} --data cifar10.tar.gz\n\`\`\``,
  ].join("\n\n");
}

function outcome(study: Study, results: StudyResults): string[] {
  const [head, ...rows] = studyTable(study, results);
  const { processor, device, minutes, condition, answers } = results;
  const notes = studyAnswers(study, results).slice(answers.length);
  const drawn = `${table(head!, rows)}<p><small>${escapeHtml(spreadNote)}</small></p>${differencePlots(study, results)}${studyCurves(study, results)}`;
  const [train, validation] = [condition.images, condition.validation].map((count) => count.toLocaleString("en"));
  return [
    ...answers.map(({ sentence }) => `**${sentence}**`),
    ...notes,
    `<div v-pre class="study">${drawn}</div>`,
    `${train} images to train on and ${validation} to measure with; ${minutes.processor.toFixed(0)} minutes of processor time (${processor}; ${device}).`,
  ];
}
