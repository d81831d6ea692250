import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { check, fields, listOf, number, orNull, recordOf, text, whole } from "../../src/io/check.ts";
import { answerStudy } from "../../src/study/answer.ts";
import type { StudyResults } from "../../src/study/results.ts";
import { variantRecipes } from "../../src/study/runStudy.ts";
import { studies } from "../../src/study/studies.ts";

const folder = new URL("../../docs/alexnet/studies/", import.meta.url);
const files = readdirSync(folder);

const any = () => null;
const share = number(0, 1);
const schema = fields({
  ...{ study: text(), variants: recordOf(any), data: text(), processor: text(), device: text(), command: text() },
  condition: fields(
    { images: whole(1), validation: whole(1), epochs: whole(1), seeds: whole(2), recipe: any },
    { overfits: text() },
  ),
  minutes: fields({ processor: number(0), clock: number(0) }),
  trials: listOf(fields({ variant: text(), lr: number(0), loss: orNull(number(0)) })),
  runs: listOf(
    fields({
      ...{ variant: text(), seed: whole(0), lr: number(0), failure: orNull(text()) },
      ...{ trainErrors: listOf(share), validationErrors: listOf(share) },
    }),
  ),
  answers: listOf(
    fields({
      ...{ measure: text(), variants: listOf(text(), 2), differences: listOf(number()), difference: orNull(number()) },
      ...{ interval: orNull(fields({ low: number(), high: number() })), lower: orNull(text()), sentence: text() },
    }),
  ),
});

describe("stored studies", () => {
  it("are of studies that there are", () => {
    const names = studies.map(({ name }) => `${name}.json`);
    expect(files.length).toBeGreaterThan(0);
    expect(names).toEqual(expect.arrayContaining(files));
  });

  describe.each(files)("%s", (file) => {
    const json = readFileSync(new URL(file, folder), "utf8");
    const results: StudyResults = JSON.parse(json);
    const study = studies.find(({ name }) => `${name}.json` === file)!;

    it("has what the page needs, in 20 kB, and no path of a machine", () => {
      check(file, results, schema);
      expect(json.length).toBeLessThanOrEqual(20_000);
      expect(json).not.toMatch(/\/(work|home|root|tmp)\b/);
    });

    it("ran under the study's own condition", () => {
      const { words: _, ...condition } = study.condition;
      expect(results.condition).toEqual(condition);
      expect(results.variants).toEqual(study.variants);
    });

    it("ran in pairs: each variant once with each seed, to its end", () => {
      const names = [...variantRecipes(study).keys()];
      const seeds = Array.from({ length: study.condition.seeds }, (_, seed) => seed);
      expect(results.runs.map(({ variant, seed }) => [seed, variant])).toEqual(
        seeds.flatMap((seed) => names.map((name) => [seed, name])),
      );
      for (const { variant, lr, trainErrors, validationErrors, failure } of results.runs) {
        const rates = results.trials.filter((trial) => trial.variant === variant).map((trial) => trial.lr);
        expect(rates.length === 0 ? [variantRecipes(study).get(variant)!.lr] : rates).toContain(lr);
        expect(validationErrors.length).toBe(trainErrors.length);
        const stopped = trainErrors.at(-1)! <= (study.untilTrainError ?? -1);
        if (failure === null && !stopped) expect(trainErrors.length).toBe(study.condition.epochs);
      }
    });

    it("says what follows from its runs", () => {
      expect(answerStudy(study, results)).toEqual(results.answers);
    });
  });
});
