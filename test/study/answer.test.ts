import { describe, expect, it } from "vitest";
import { answerStudy } from "../../src/study/answer.ts";
import { renderStudy, studyAnswers } from "../../src/study/report.ts";
import type { StudyRun } from "../../src/study/runStudy.ts";
import { base, type Study, studies } from "../../src/study/studies.ts";
import type { EpochEvent } from "../../src/train/train.ts";

const study: Study = { name: "x", question: "Is it so?", claim: "", variants: { with: {}, without: {} } };

const epoch = (n: number, trainTop1: number, top1: number, count = 1000): EpochEvent => ({
  event: "epoch",
  epoch: n,
  step: n,
  trainLoss: 1,
  trainTop1,
  lr: 1,
  validation: { count, loss: 1, top1, top5: 1 },
  imagesPerSecond: 1,
  seconds: n,
});

const run = (variant: string, seed: number, ...epochs: EpochEvent[]): StudyRun => ({
  variant,
  seed,
  lr: 1,
  layers: [],
  failure: null,
  epochs,
});

/** Validation errors by seed. */
const runs = (first: readonly number[], other: readonly number[], count?: number): StudyRun[] => [
  ...first.map((error, seed) => run("with", seed, epoch(1, 0.5, 1 - error, count))),
  ...other.map((error, seed) => run("without", seed, epoch(1, 0.5, 1 - error, count))),
];

describe("a study's answer", () => {
  it("says which is lower, with Student's interval of the differences by seed", () => {
    const [answer] = answerStudy(study, runs([0.3, 0.31, 0.32], [0.34, 0.36, 0.35]));
    expect(answer).toMatchObject({ measure: "validation error", seeds: 3, lower: "with" });
    expect(answer!.difference).toBeCloseTo(0.04, 12);
    // Differences of 0.04, 0.05, 0.03: ± 4.3027 · 0.01 / √3.
    expect(answer!.interval).toEqual({ low: expect.closeTo(0.01516, 4), high: expect.closeTo(0.06484, 4) });
    expect(answer!.sentence).toBe(
      "The validation error is lower with “with” than with “without”: by 4.0 points (95 % interval 1.5 to 6.5 points; 3 runs of each).",
    );
    const [turned] = answerStudy(study, runs([0.34, 0.36, 0.35], [0.3, 0.31, 0.32]));
    expect(turned).toMatchObject({ lower: "without", sentence: expect.stringContaining("1.5 to 6.5 points") });
  });

  it("says that it cannot tell where the interval has 0 in it", () => {
    const [answer] = answerStudy(study, runs([0.3, 0.35, 0.32], [0.34, 0.33, 0.32]));
    expect(answer).toMatchObject({ lower: null, seeds: 3 });
    expect(answer!.sentence).toMatch(
      /^These 3 runs of each cannot tell whether .*: it was 0\.7 points lower with “with”, and .* −6\.9 to 8\.3 points, has 0 in it\.$/,
    );
  });

  it("of one run each cannot tell, and says what the images alone leave open", () => {
    const [answer] = answerStudy(study, runs([0.3], [0.1], 10));
    expect(answer).toMatchObject({ lower: null, seeds: 1 });
    // From Wilson's 0.0179 to 0.4042 of 1 of 10, and 0.1078 to 0.6032 of 3 of 10.
    expect(answer!.interval).toEqual({ low: expect.closeTo(-0.5141, 3), high: expect.closeTo(0.1598, 3) });
    expect(answer!.sentence).toContain("One run each cannot tell");
    expect(answer!.sentence).toContain("“without” had it 20.0 points lower");
    expect(answer!.sentence).toContain("The 10 validation images alone leave −51.4 to 16.0 points open");
  });

  it("is not sure of runs that agree to the image", () => {
    expect(answerStudy(study, runs([0.5, 0.5], [0.6, 0.6], 10))[0]).toMatchObject({ lower: null });
    expect(answerStudy(study, runs([0.5, 0.5], [0.6, 0.6], 10_000))[0]).toMatchObject({ lower: "with" });
  });

  it("pairs seeds, leaves out failures, and says where nothing is left", () => {
    const failed: StudyRun = { ...run("with", 1), failure: "the loss is NaN" };
    const [answer] = answerStudy(study, [...runs([0.3], [0.4, 0.5]), failed]);
    expect(answer).toMatchObject({ seeds: 1, difference: expect.closeTo(0.1, 12) });
    const [none] = answerStudy(study, [failed, ...runs([], [0.4])]);
    expect(none).toMatchObject({ seeds: 0, difference: null, interval: null, lower: null });
    expect(none!.sentence).toContain("0 and 1 of their runs have one");
    expect(studyAnswers(study, [])).toEqual(["No training has ended yet."]);
  });

  it("is by what the study asks: epochs, or the gap between the errors", () => {
    const relu = { ...study, untilTrainError: 0.25, measures: ["epochs"] } as const;
    const fast = (seed: number) => run("with", seed, epoch(1, 0.5, 0.5), epoch(2, 0.75 + seed / 100, 0.5));
    const slow = (seed: number) =>
      run("without", seed, ...[0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((t, i) => epoch(i, t, 0.5)));
    const [epochs] = answerStudy(relu, [fast(0), fast(1), fast(2), slow(0), slow(1), slow(2)]);
    expect(epochs!.sentence).toMatch(
      /^The number of epochs to 25 % training error is lower with “with” .*: by 3\.\d \(/,
    );
    const gap = { ...study, measures: ["gap"] } as const;
    const [answer] = answerStudy(gap, [run("with", 0, epoch(1, 0.7, 0.68)), run("without", 0, epoch(1, 0.9, 0.69))]);
    expect(answer).toMatchObject({ difference: expect.closeTo(0.19, 12), interval: null });
    expect(studyAnswers(gap, [run("with", 0, epoch(1, 0.7, 0.68))]).at(-1)).toContain("narrows the gap");
  });

  it.each(studies.map((each) => [each.name, each] as const))(
    "%s: its page says it, without null or JSON",
    (_, each) => {
      const names = Object.keys(each.variants);
      const all = names.flatMap((name, i) => [0, 1].map((seed) => run(name, seed, epoch(1, 0.5, 0.5 + i / 100))));
      const conditions = { data: "<b>", images: 5, recipe: { ...base, ...each.shared } };
      const html = renderStudy({ study: each, conditions, trials: [], runs: all });
      const text = html.replace(/<style>.*?<\/style>/s, "").replace(/<[^>]*>/g, " ");
      expect(answerStudy(each, all).length).toBe((names.length - 1) * (each.measures ?? ["error"]).length);
      for (const { measure } of answerStudy(each, all)) expect(text).toContain(measure);
      expect(text).not.toMatch(/null|undefined|NaN|[{}]|&#34;/);
      expect(html).not.toContain("<b>");
    },
  );
});
