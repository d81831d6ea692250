import { describe, expect, it } from "vitest";
import { answerNotes, answerStudy } from "../../src/study/answer.ts";
import { measureOf } from "../../src/study/measures.ts";
import { renderStudy, studyAnswers } from "../../src/study/report.ts";
import { otherCondition, studyResults } from "../../src/study/results.ts";
import type { StudyRun } from "../../src/study/runStudy.ts";
import { studies } from "../../src/study/studies.ts";
import type { Condition, Study } from "../../src/study/study.ts";

const condition: Condition = { words: "", images: 100, validation: 1000, epochs: 1, seeds: 3, recipe: {} };
const study: Study = {
  name: "x",
  question: "Is it so?",
  claim: "",
  condition,
  minutes: 1,
  variants: { with: {}, without: {} },
};

const run = (variant: string, seed: number, trainErrors: number[], validationErrors: number[]): StudyRun => ({
  ...{ variant, seed, lr: 1, failure: null },
  ...{ trainErrors, validationErrors },
});

/** Validation errors by seed. */
const outcome = (first: readonly number[], other: readonly number[], validation = 1000) => ({
  condition: { validation },
  runs: [
    ...first.map((error, seed) => run("with", seed, [0.5], [error])),
    ...other.map((error, seed) => run("without", seed, [0.5], [error])),
  ],
});

const circumstances = {
  ...{ data: "<b>", processor: "p", device: "cpu, 2 threads", command: "alexgrad study x" },
  minutes: { processor: 2, clock: 1 },
};

describe("a study's verdict", () => {
  it("the choice lowers it, with Student's interval of the differences by seed", () => {
    const [answer] = answerStudy(study, outcome([0.3, 0.31, 0.32], [0.34, 0.36, 0.35]));
    expect(answer).toMatchObject({ measure: "validation error", lower: "with" });
    expect(answer!.differences.map((each) => Number(each.toFixed(9)))).toEqual([0.04, 0.05, 0.03]);
    // t = 4.3027 for two degrees of freedom: ± 4.3027 · 0.01 / √3.
    expect(answer!.interval).toEqual({ low: expect.closeTo(0.01516, 4), high: expect.closeTo(0.06484, 4) });
    expect(answer!.sentence).toBe(
      "“with” lowers the validation error against “without” by 4.0 points (95 %: 1.5 to 6.5, 3 pairs).",
    );
  });

  it("no difference could be shown, where the interval has 0 in it", () => {
    const [answer] = answerStudy(study, outcome([0.3, 0.35, 0.32], [0.34, 0.33, 0.32]));
    expect(answer!.lower).toBeNull();
    expect(answer!.sentence).toBe(
      "No difference in the validation error could be shown between “with” and “without”: it was lower with “with” by 0.7 points (95 %: −6.9 to 8.3, 3 pairs).",
    );
    const [turned] = answerStudy(study, outcome([0.34, 0.33, 0.32], [0.3, 0.35, 0.32]));
    expect(turned!.sentence).toContain("lower with “without” by 0.7 points (95 %: −6.9 to 8.3, 3 pairs)");
  });

  it("an amount that rounds to 0 has no sign", () => {
    const { digits } = measureOf("error", {});
    expect([-0.0004, -0.0006, 0.0004].map(digits)).toEqual(["0.0", "-0.1", "0.0"]);
  });

  it("the opposite, where something was claimed", () => {
    const turned = outcome([0.34, 0.36, 0.35], [0.3, 0.31, 0.32]);
    const said = "“with” raises the validation error against “without” by 4.0 points (95 %: 1.5 to 6.5, 3 pairs).";
    expect(answerStudy(study, turned)[0]).toMatchObject({ lower: "without", sentence: `The opposite: ${said}` });
    expect(answerStudy({ ...study, expects: false }, turned)[0]!.sentence).toBe(said);
  });

  it("is not sure of runs that agree to the image", () => {
    expect(answerStudy(study, outcome([0.5, 0.5], [0.6, 0.6], 10))[0]!.lower).toBeNull();
    expect(answerStudy(study, outcome([0.5, 0.5], [0.6, 0.6], 10_000))[0]!.lower).toBe("with");
  });

  it("pairs seeds, leaves out failures, and takes two pairs", () => {
    const failed: StudyRun = { ...run("with", 1, [0.5], [0.1]), failure: "the loss is NaN" };
    const one = outcome([0.3], [0.4, 0.5]);
    const [answer] = answerStudy(study, { ...one, runs: [...one.runs, failed] });
    expect(answer).toMatchObject({ difference: expect.closeTo(0.1, 12), interval: null, lower: null });
    expect(answer!.sentence).toMatch(/^No verdict on the validation error of “with” and “without”: .* there is one\.$/);
    const [none] = answerStudy(study, { ...one, runs: [failed] });
    expect(none).toMatchObject({ differences: [], difference: null, interval: null });
    expect(none!.sentence).toMatch(/there is none\.$/);
  });

  it("is by what the study asks: epochs, or the gap between the errors", () => {
    const relu = { ...study, untilTrainError: 0.25, measures: ["epochs"] } as const;
    const fast = (seed: number) => run("with", seed, [0.5, 0.25 - seed / 100], [0.5, 0.5]);
    const slow = (seed: number) => run("without", seed, [0.7, 0.6, 0.5, 0.4, 0.3, 0.2], [0.5]);
    const runs = [0, 1, 2].flatMap((seed) => [fast(seed), slow(seed)]);
    expect(answerStudy(relu, { condition, runs })[0]!.sentence).toMatch(
      /^“with” lowers the number of epochs to 25 % training error against “without” by 3\.\d \(/,
    );
    const gap = { ...study, measures: ["gap"] } as const;
    const pair = { condition, runs: [run("with", 0, [0.3], [0.32]), run("without", 0, [0.1], [0.31])] };
    expect(answerStudy(gap, pair)[0]!.difference).toBeCloseTo(0.19, 12);
    expect(answerNotes(gap, pair)).toEqual([expect.stringContaining("narrows the gap")]);
  });

  it("says whether its condition held", () => {
    const needing = { ...study, condition: { ...condition, overfits: "without" } };
    const ends = (trainError: number) => ({ condition, runs: [run("without", 0, [0.9, trainError], [0.5, 0.5])] });
    expect(answerNotes(needing, ends(0.04))).toEqual([
      "“without” ends at 4.0 % training error, so that it over-fits, as the claim needs.",
    ]);
    expect(answerNotes(needing, ends(0.3))[0]).toContain("does not over-fit, and the claim cannot show");
    expect(otherCondition(study, { condition })).toBeNull();
    expect(otherCondition(study, { condition: { ...condition, epochs: 9 } })).toBe(
      "Not under the study's own condition: 9 epochs in place of 1.",
    );
    expect(studyAnswers(study, studyResults(study, condition, circumstances, { trials: [], runs: [] }))).toEqual([
      "No training has ended yet.",
    ]);
  });

  it.each(studies.map((each) => [each.name, each] as const))(
    "%s: its page says it, without null or JSON",
    (_, each) => {
      const names = Object.keys(each.variants);
      const runs = names.flatMap((name, i) => [0, 1].map((seed) => run(name, seed, [0.5], [0.5 + i / 100])));
      const results = studyResults(each, { ...each.condition, seeds: 2 }, circumstances, { trials: [], runs });
      const html = renderStudy(each, results);
      const text = html.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");
      expect(results.answers.length).toBe((names.length - 1) * (each.measures ?? ["error"]).length);
      for (const { measure } of results.answers) expect(text).toContain(measure);
      expect(text).toContain("2 seeds in place of");
      expect(text).not.toMatch(/null|undefined|NaN|[{}]|&#34;/);
      expect(html).not.toContain("<b>");
    },
  );
});
