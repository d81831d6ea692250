import { resolve } from "node:path";
import { formatShape } from "../core/shape.ts";
import type { LoadReport } from "../core/state.ts";
import { checksum } from "../io/checksum.node.ts";
import { stripPrefix } from "../io/prefix.ts";
import { safetensorsParts } from "../io/safetensors.ts";
import type { Module } from "../nn/module.ts";
import { checkFinite } from "../train/finite.ts";
import type { Pretrained } from "../train/pretrained.ts";
import type { RunConfig } from "../train/runConfig.ts";
import { formatTable } from "./format.ts";
import { loadWeights } from "./loadWeights.ts";
import { type Flags, readText, UsageError } from "./options.ts";

/** A file of weights, and how a run notes it. */
export interface Weights extends Pretrained {
  readonly tensors: ReadonlyMap<
    string,
    { readonly shape: readonly number[]; readonly data: Float32Array | Float64Array }
  >;
  readonly noted: NonNullable<RunConfig["weights"]>;
  /** What stood before all names, and was taken off. */
  readonly prefix: string;
}

/** What --weights and --classes-from-data say. */
export async function readWeights(flags: Flags): Promise<Weights | undefined> {
  const path = readText(flags, "weights");
  const classesFromData = flags.classesFromData === true;
  if (path === undefined) {
    if (classesFromData) throw new UsageError("--classes-from-data: expected it with --weights");
    return undefined;
  }
  const file = await loadWeights(path);
  checkFinite(path, file.tensors);
  const { tensors, prefix } = stripPrefix(file.tensors);
  const noted = { path: resolve(path), sha256: checksum(safetensorsParts(file.tensors, file.metadata)) };
  return { tensors, prefix, source: path, classesFromData, noted };
}

/** How many of the network's names were taken from the file, and which were not. */
export function describeWeights(
  { source, prefix }: Weights,
  { missing, mismatched }: LoadReport,
  model: Module,
): string[] {
  const rows = [
    ...mismatched.map(({ name, expected, got }) => [name, formatShape(expected), `${formatShape(got)} in the file`]),
    ...missing.map((name) => [name, "", "not in the file"]),
  ];
  const matched = model.namedParameters().size + model.namedBuffers().size - rows.length;
  return [
    ...(prefix === "" ? [] : [`${source}: all names begin with ${prefix}, which is taken off`]),
    `${source}: ${matched} tensors match${rows.length === 0 ? "" : `; ${rows.length} are drawn:`}`,
    ...(rows.length === 0
      ? []
      : formatTable(rows)
          .split("\n")
          .map((line) => `  ${line}`)),
  ];
}
