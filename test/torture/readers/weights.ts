import type { Rng } from "../../../src/core/rng.ts";
import { decodeSafetensors } from "../../../src/io/decode.ts";
import { encodeSafetensors } from "../../../src/io/safetensors.ts";
import { joinSafetensors, splitSafetensors } from "../formats/safetensors.ts";
import { bytesOf, type Kind } from "../kind.ts";
import { mutateBytes, pick, pickSize } from "../mutate.ts";
import { mutateJson } from "../mutateJson.ts";
import { describe, pth } from "./pth.ts";
import { shards } from "./shards.ts";

const file = "mutant.safetensors";

const base = encodeSafetensors(
  {
    "features.0.weight": { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    "10": { shape: [], data: Float64Array.of(0.5) },
    empty: { shape: [0, 4], data: new Float32Array() },
  },
  { format: "pt" },
);

/** A weights file damaged in its header, its numbers, or anywhere. */
export function mutateSafetensors(bytes: Uint8Array, rng: Rng): Uint8Array {
  const parts = splitSafetensors(bytes);
  switch (rng.int(5)) {
    case 0:
      return mutateBytes(bytes, rng);
    case 1:
      return joinSafetensors({ ...parts, numbers: mutateBytes(parts.numbers, rng) });
    case 2:
      return joinSafetensors({ ...parts, header: changeEntry(parts.header, rng) });
    default:
      return joinSafetensors({ ...parts, header: mutateJson(parts.header, rng) });
  }
}

/** An element type, a size, an offset, or a key that comes twice. */
function changeEntry(header: string, rng: Rng): string {
  const numbers = [...header.matchAll(/\d+/g)];
  const { index, 0: text } = pick(rng, numbers);
  switch (rng.int(3)) {
    case 0:
      return header.replace(
        /"F(32|64)"/,
        `"${pick(rng, ["F16", "BF16", "F64", "F32", "I64", "I32", "C64", "F4", "U8", "F8_E4M3", "f32", ""])}"`,
      );
    case 1:
      return header.slice(0, index) + pickSize(rng) + header.slice(index + text.length);
    default:
      return header.replace(/^\{(.*)\}\s*$/s, (_, members: string) => `{${members},${members}}`);
  }
}

export const weights: readonly Kind[] = [
  {
    name: "safetensors",
    weight: 10,
    names: [file],
    mutate: (rng) => ({ tree: { [file]: mutateSafetensors(base, rng) } }),
    read: (tree) => describe(decodeSafetensors(bytesOf(tree, file), file)),
  },
  pth,
  shards,
];
