import { FormatError } from "../core/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../io/safetensors.ts";
import type { TrainerState } from "./train.ts";

/** What `runTraining` knows besides the trainer. */
export interface Progress {
  /** The epoch with the best validation accuracy; null before the first. */
  readonly best: { readonly epoch: number; readonly top1: number } | null;
  /** Bytes of the metrics file at this point: what comes after them is of a future that is lost. */
  readonly metricsBytes: number;
}

export interface Checkpoint {
  readonly state: TrainerState;
  readonly progress: Progress;
}

const KEY = "alexgrad";

/** One safetensors file: the tensors, and all else as JSON in its metadata. */
export function encodeCheckpoint({ state, progress }: Checkpoint): Uint8Array {
  const { tensors, ...rest } = state;
  return encodeSafetensors(tensors, { [KEY]: JSON.stringify({ ...rest, progress }) });
}

/** @throws FormatError if it is no checkpoint, or damaged. */
export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  const text = metadata[KEY];
  if (text === undefined) throw new FormatError(file, "expected the checkpoint of a training, not weights alone");
  const { progress, ...rest } = JSON.parse(text);
  if (!Number.isSafeInteger(rest?.position?.step) || !progress) {
    throw new FormatError(file, "expected a position and a progress in the checkpoint's metadata");
  }
  return { state: { ...rest, tensors: Object.fromEntries(tensors) }, progress };
}
