import type { FileHandle } from "node:fs/promises";
import { FormatError } from "../core/errors.ts";
import {
  type Check,
  check,
  fields,
  finite,
  listOf,
  number,
  oneOfKind,
  orNull,
  parseJson,
  text,
  whole,
} from "../io/check.ts";
import { decodeText, fill } from "../io/open.node.ts";
import type { Evaluation } from "./evaluate.ts";
import type { LayerStatistics } from "./layerStatistics.ts";
import type { EpochEvent, LayersEvent, StepEvent, TrainEvent } from "./train.ts";

const MOST_BYTES_PER_LINE = 2 ** 20;
const PIECE = 2 ** 22;
const NEWLINE = 10;

/** JSON has null for what is not finite; `reviveEvent` makes NaN of it. */
const measured: Check = (value, where) => (Number.isNaN(value) ? null : finite(value, where));
const share = number(0, 1);
const amount = number(0, Number.MAX_VALUE);
const common = { epoch: whole(1), step: whole(1) };

const validation = fields({ count: whole(1), loss: measured, top1: share, top5: share } satisfies Record<
  keyof Evaluation,
  Check
>);

const layer = fields({
  name: text(),
  activationMean: measured,
  activationStd: measured,
  zeros: measured,
  gradientNorm: measured,
  weightNorm: measured,
  updateRatio: measured,
} satisfies Record<keyof LayerStatistics, Check>);

/** What a line of a metrics file must be. */
export const eventCheck = oneOfKind("event", {
  step: [{ ...common, images: whole(1), loss: finite, lr: amount } satisfies ChecksOf<StepEvent>],
  layers: [{ ...common, layers: listOf(layer) } satisfies ChecksOf<LayersEvent>],
  epoch: [
    {
      ...common,
      trainLoss: finite,
      trainTop1: share,
      lr: amount,
      validation: orNull(validation),
      imagesPerSecond: measured,
      seconds: amount,
    } satisfies ChecksOf<EpochEvent>,
  ],
});

type ChecksOf<Event> = Readonly<Record<Exclude<keyof Event, "event">, Check>>;

export const reviveEvent = (key: string, value: unknown) =>
  value === null && key !== "validation" ? Number.NaN : value;

/** The events in the first `size` bytes of a metrics file. What follows the last line's end, as a process that was killed
 *  leaves it, is left out.
 *  @throws FormatError that names the line and the field which is wrong. */
export async function readEvents(file: FileHandle, path: string, size: number): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  let layers: readonly string[] | null = null;
  let number = 0;
  for await (const bytes of linesOf(file, path, size)) {
    number++;
    if (bytes.length === 0) continue;
    const line = `${path}: line ${number}`;
    const event = parseJson(line, decodeText(line, bytes), reviveEvent);
    check(line, event, eventCheck);
    const known = event as TrainEvent;
    if (known.event === "layers") {
      const names = known.layers.map(({ name }) => name);
      layers ??= names;
      if (names.join("\n") !== layers.join("\n")) {
        throw new FormatError(line, `layers: expected the ${layers.length} of the first such line, in their order`);
      }
    }
    events.push(known);
  }
  return events;
}

async function* linesOf(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  let rest = new Uint8Array();
  for (let at = 0; at < size; ) {
    const bytes = new Uint8Array(rest.length + Math.min(PIECE, size - at));
    bytes.set(rest);
    await fill(file, path, bytes.subarray(rest.length), at);
    at += bytes.length - rest.length;
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      if (end - start > MOST_BYTES_PER_LINE) break;
      yield bytes.subarray(start, end);
      start = end + 1;
    }
    rest = bytes.slice(start);
    if (rest.length > MOST_BYTES_PER_LINE) {
      throw new FormatError(path, `expected lines of at most ${MOST_BYTES_PER_LINE} bytes`, {
        offset: at - rest.length,
      });
    }
  }
}

/** Where the last line ends that is whole in the first `size` bytes. */
export async function lastLineEnd(file: FileHandle, path: string, size: number): Promise<number> {
  const bytes = new Uint8Array(Math.min(size, MOST_BYTES_PER_LINE + 1));
  await fill(file, path, bytes, size - bytes.length);
  const end = bytes.lastIndexOf(NEWLINE);
  if (end < 0 && bytes.length < size) {
    throw new FormatError(path, `expected lines of at most ${MOST_BYTES_PER_LINE} bytes`, {
      offset: size - bytes.length,
    });
  }
  return size - bytes.length + end + 1;
}
