import { FormatError } from "../core/errors.ts";
import { stateKind } from "../core/state.ts";
import { type Check, check, fields, finite, listOf, number, orNull, parseJson, whole } from "../io/check.ts";
import type { Safetensors } from "../io/decode.ts";
import type { PlateauState, ScheduleState } from "../optim/index.ts";
import type { ScheduleChoice } from "./recipes/recipe.ts";
import type { RunConfig } from "./runConfig.ts";
import type { Position, TrainerState } from "./trainerState.ts";

/** The epoch with the highest validation accuracy, and of several the one with the lowest loss; the loss is null where it is
 *  not finite or nothing was measured. */
export interface Best {
  readonly epoch: number;
  readonly top1: number;
  readonly loss: number | null;
}

/** What `runTraining` knows besides the trainer. */
export interface Progress {
  /** Null before the first epoch's end. */
  readonly best: Best | null;
  /** Bytes of the metrics file at this point: what comes after them is of a future that is lost. */
  readonly metricsBytes: number;
}

export interface Checkpoint {
  readonly state: TrainerState;
  readonly progress: Progress;
}

const KEY = "alexgrad";
const MOST_METADATA = 2 ** 20;
const duration = number(0, Number.MAX_VALUE);
/** What a float32 holds: code may train at rates that no recipe has. */
const rate = number(0, 3.4e38);

const stepwise = fields({ baseLr: rate, steps: whole(0) } satisfies Record<keyof ScheduleState, Check>);
const plateau = fields({
  best: orNull(finite),
  badSteps: whole(0),
  cooldownLeft: whole(0),
} satisfies Record<keyof PlateauState, Check>);
const none: Check = (value, where) => (value === null ? null : { where, expected: "null", got: value });

/** What a schedule keeps, by its name. */
const schedules: Readonly<Record<ScheduleChoice["name"], Check>> = {
  constant: none,
  step: stepwise,
  cosine: stepwise,
  "one-cycle": stepwise,
  plateau,
};

const anySchedule: Check = (value, where) => {
  if (value === null) return null;
  return typeof value === "object" && "baseLr" in value ? stepwise(value, where) : plateau(value, where);
};

const stateFields = (schedule: Check) =>
  ({
    position: fields({
      epoch: whole(1),
      batch: whole(0),
      step: whole(0),
      images: whole(0),
      lossSum: finite,
      correct: whole(0),
      milliseconds: duration,
      seconds: duration,
    } satisfies Record<keyof Position, Check>),
    optimizer: fields({ lr: rate, steps: listOf(whole(0)) } satisfies Record<keyof TrainerState["optimizer"], Check>),
    schedule,
    averageSteps: whole(0),
  }) satisfies Record<Exclude<keyof TrainerState, "tensors">, Check>;

export const progressCheck = fields({
  best: orNull(
    fields({ epoch: whole(1), top1: number(0, 1), loss: orNull(finite) } satisfies Record<keyof Best, Check>),
  ),
  metricsBytes: whole(0),
} satisfies Record<keyof Progress, Check>);

const tensors: Check = (value, where) =>
  stateKind.accepts(value) ? null : { where, expected: stateKind.expected, got: value };

export const trainerStateCheck = fields({ tensors, ...stateFields(anySchedule) });
export const checkpointCheck = fields({ state: trainerStateCheck, progress: progressCheck });

/** As safetensors: the tensors, and all else as JSON in the metadata. */
export function packCheckpoint({ state, progress }: Checkpoint): Pick<Checkpoint["state"], "tensors"> & {
  readonly metadata: Readonly<Record<string, string>>;
} {
  const { tensors, ...rest } = state;
  return { tensors, metadata: { [KEY]: JSON.stringify({ ...rest, progress }) } };
}

/** @param config the run's, which it must fit.
 *  @throws FormatError if it is no checkpoint, or a field of it cannot be. */
export function unpackCheckpoint({ tensors, metadata }: Safetensors, file: string, config?: RunConfig): Checkpoint {
  const text = metadata[KEY];
  if (text === undefined) throw new FormatError(file, "expected the checkpoint of a training, not weights alone");
  if (text.length > MOST_METADATA)
    throw new FormatError(file, `expected at most ${MOST_METADATA} characters of metadata`);
  const parsed = parseJson(file, text);
  check(
    file,
    parsed,
    fields({ ...stateFields(config ? schedules[config.recipe.schedule.name] : anySchedule), progress: progressCheck }),
  );
  const { progress, ...rest } = parsed as Omit<TrainerState, "tensors"> & { readonly progress: Progress };
  checkPosition(file, rest.position, progress, config);
  return { state: { ...rest, tensors: Object.fromEntries(tensors) }, progress };
}

/** What the numbers of a position say of each other. */
function checkPosition(file: string, position: Position, { best }: Progress, config: RunConfig | undefined): void {
  const { epoch, batch, step, images, correct } = position;
  const { epochs = Number.MAX_SAFE_INTEGER, batch: most = Number.MAX_SAFE_INTEGER } = config?.recipe ?? {};
  const rules: readonly (readonly [isRight: boolean, place: string, expected: string, got: number])[] = [
    [epoch <= epochs + 1, "position.epoch", `at most ${epochs + 1}`, epoch],
    [batch <= step, "position.batch", `at most ${step}, the steps`, batch],
    // A last batch may have been merged into another.
    [
      images >= batch && images < batch * most + (batch === 0 ? 1 : most),
      "position.images",
      `as many as fill ${batch} batches`,
      images,
    ],
    [correct <= images, "position.correct", `at most ${images}, the images`, correct],
    [best === null || best.epoch < epoch, "progress.best.epoch", `less than ${epoch}`, best?.epoch ?? 0],
  ];
  const wrong = rules.find(([isRight]) => !isRight);
  if (wrong) throw new FormatError(file, `${wrong[1]}: expected ${wrong[2]}; got ${wrong[3]}`);
}
