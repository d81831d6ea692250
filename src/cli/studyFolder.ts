import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { check, listOf, parseJson, recordOf } from "../io/check.ts";
import { writeFileAtomic } from "../io/files.node.ts";
import { readText } from "../io/open.node.ts";
import { renderStudy, type StudyLayers } from "../study/report.ts";
import { type StudyResults, studyCheck } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import { eventCheck, reviveEvent } from "../train/metrics.node.ts";
import type { SameOf, ShardFile } from "./shard.ts";

/** A study as its folder holds it. */
export interface SavedStudy extends ShardFile<StudyResults> {
  readonly layers: StudyLayers;
}

/** What makes trainings those of one study. */
export const sameStudy: SameOf<StudyResults> = {
  study: ({ study }) => study,
  alexgrad: ({ alexgrad }) => alexgrad,
  variants: ({ variants }) => variants,
  condition: ({ condition }) => condition,
  "checksum of the images": ({ sha256 }) => sha256,
  // The number of threads changes no bit.
  device: ({ device }) => device.replace(/, \d+ threads?$/, ""),
};

export async function saveStudy(
  folder: string,
  study: Study,
  results: StudyResults,
  layers: StudyLayers,
): Promise<void> {
  // Last, as what goes on from the folder begins with it.
  await writeFileAtomic(join(folder, "layers.json"), `${JSON.stringify(layers)}\n`);
  await writeFileAtomic(join(folder, "report.html"), renderStudy(study, results, layers));
  await writeFileAtomic(fileIn(folder), `${JSON.stringify(results, null, 1)}\n`);
}

const fileIn = (folder: string) => join(folder, "results.json");

export const hasStudy = (folder: string) => existsSync(fileIn(folder));

/** Whether a folder has nothing but what `saveStudy` had written when it was killed the first time. */
export function isCutOff(folder: string): boolean {
  return (
    existsSync(folder) && readdirSync(folder).every((name) => /^(layers\.json|report\.html|\..*\.tmp)$/.test(name))
  );
}

const mostBytes = 2 ** 26;

/** @throws FormatError if the files are not what `saveStudy` writes. */
export async function readStudy(folder: string): Promise<SavedStudy> {
  const file = fileIn(folder);
  const results = parseJson(file, await readText(file, mostBytes));
  check(file, results, studyCheck);
  const path = join(folder, "layers.json");
  const layers = parseJson(path, await readText(path, mostBytes), reviveEvent);
  check(path, layers, recordOf(listOf(eventCheck)));
  return { file, results: results as StudyResults, layers: layers as StudyLayers };
}
