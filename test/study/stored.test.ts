import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { check } from "../../src/io/check.ts";
import { answerStudy } from "../../src/study/answer.ts";
import { type StudyResults, studyCheck, studyResults } from "../../src/study/results.ts";
import {
  chooseRate,
  type RateTrial,
  runStudy,
  type StudyRun,
  type TrainOne,
  tryRates,
  variantRecipes,
} from "../../src/study/runStudy.ts";
import { studies } from "../../src/study/studies.ts";

const folder = new URL("../../docs/alexnet/", import.meta.url);

type Claimed = readonly [name: string, json: string];

const stored: readonly Claimed[] = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => /^studies[/\\].*\.json$/.test(file))
  .map((file) => [file.slice("studies/".length, -".json".length), readFileSync(new URL(file, folder), "utf8")]);

const find = (name: string) => studies.find((study) => study.name === name)!;

/** What has to hold of a file that is kept. */
const demands: Readonly<Record<string, (results: StudyResults, json: string) => void>> = {
  "has what the page needs, in 20 kB, and no path of a machine"(results, json) {
    check(results.study, results, studyCheck);
    expect(json.length).toBeLessThanOrEqual(20_000);
    expect(json).not.toMatch(/\/(work|home|root|tmp)\b/);
  },

  "ran under the study's own condition"(results) {
    const { condition, variants } = find(results.study);
    expect({ words: condition.words, ...results.condition }).toEqual(condition);
    expect(results.variants).toEqual(variants);
  },

  "ran in pairs: each variant once with each seed, to its end"({ study: name, runs, trials }) {
    const { condition, untilTrainError = -1, ...study } = find(name);
    const recipes = variantRecipes({ condition, ...study });
    const seeds = Array.from({ length: condition.seeds }, (_, seed) => seed);
    const names = [...recipes.keys()];
    expect(runs.map(({ variant, seed }) => [seed, variant])).toEqual(
      seeds.flatMap((seed) => names.map((variant) => [seed, variant])),
    );
    for (const { variant, lr, trainErrors, validationErrors, failure } of runs) {
      expect(lr).toBe(chooseRate(trials, variant) ?? recipes.get(variant)!.lr);
      expect(validationErrors.length).toBe(trainErrors.length);
      if (failure === null && trainErrors.at(-1)! > untilTrainError) expect(trainErrors.length).toBe(condition.epochs);
    }
  },

  "says what follows from its runs"(results) {
    expect(answerStudy(find(results.study), results)).toEqual(results.answers);
  },
};

describe("what is kept of studies", () => {
  it("is of studies that there are", () => {
    expect(studies.map(({ name }) => name)).toEqual(expect.arrayContaining(stored.map(([name]) => name)));
  });

  const cases = stored.flatMap(([name, json]) => Object.keys(demands).map((demand) => [name, demand, json] as const));
  it.each(cases)("%s %s", (name, demand, json) => {
    const results: StudyResults = JSON.parse(json);
    expect(results.study).toBe(name);
    demands[demand]!(results, json);
  });
});

describe("what the command writes", () => {
  const study = find("relu");
  const circumstances = {
    ...{ data: "cifar10.tar.gz", processor: "p", device: "cpu, 2 threads", command: "alexgrad study relu" },
    minutes: { processor: 2, clock: 1 },
  };

  /** A run of the whole study, whose trainings only say how they went. */
  async function made(): Promise<StudyResults> {
    const rng = new Rng(0);
    const train: TrainOne = async ({ epochs, activation }, _seed, until = -1) => {
      const slope = (activation === "relu" ? 0.1 : 0.05) + 0.01 * rng.uniform();
      const all = Array.from({ length: epochs }, (_, i) => Math.max(0.1, 0.9 - slope * i));
      const end = all.findIndex((error) => error <= until);
      const trainErrors = all.slice(0, end < 0 ? epochs : end + 1);
      const validationErrors = trainErrors.map((error) => (error + 0.9) / 2);
      return { trainErrors, validationErrors, loss: slope, layers: [], failure: null };
    };
    const [trials, runs] = [[] as RateTrial[], [] as StudyRun[]];
    for await (const trial of tryRates(study, study.condition.epochs, train)) trials.push(trial);
    for await (const { loss: _, layers: __, ...run } of runStudy(study, study.condition, train, trials)) runs.push(run);
    const { words: ___, ...condition } = study.condition;
    return studyResults(study, condition, circumstances, { trials, runs });
  }

  it("can be kept as it is", async () => {
    const json = JSON.stringify(await made(), null, 1);
    for (const demand of Object.values(demands)) demand(JSON.parse(json), json);
  });

  it.each<[string, (results: StudyResults) => unknown]>([
    ["a path", (results) => ({ ...results, data: "/home/me/cifar" })],
    ["a field more", (results) => ({ ...results, more: 1 })],
    ["another condition", (results) => ({ ...results, condition: { ...results.condition, epochs: 1 } })],
    ["a run less", (results) => ({ ...results, runs: results.runs.slice(1) })],
    [
      "another verdict",
      (results) => ({ ...results, answers: results.answers.map((each) => ({ ...each, sentence: "" })) }),
    ],
  ])("is refused with %s", async (_, change) => {
    const json = JSON.stringify(change(await made()));
    expect(() => {
      for (const demand of Object.values(demands)) demand(JSON.parse(json), json);
    }).toThrow();
  });
});
