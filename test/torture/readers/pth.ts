import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rng } from "../../../src/core/rng.ts";
import type { Safetensors } from "../../../src/io/decode.ts";
import { decodePth } from "../../../src/io/pth/pth.ts";
import { splitZip, zipOf } from "../formats/zip.ts";
import { bytesOf, digest, type Kind, type Mutant } from "../kind.ts";
import { extremes, mutateBytes, pick, pickSize } from "../mutate.ts";
import { root } from "../root.ts";

const file = "mutant.pth";

/** Written by PyTorch itself. */
const bases = ["state.pth", "views.pth", "checkpoint.pth"].map(
  (name) => new Uint8Array(readFileSync(join(root, "test/golden/pth", name))),
);

/** Opcodes that are read, and some that are not: POP, DUP, INST, OBJ, NEWOBJ, EXT1. */
const opcodes = [..."(.N\x88\x89JKM\x8aGX\x8c)]}t\x85\x86\x87aesuqr\x94hjc\x93QRb\x80\x95", ..."02io\x81\x82"].map(
  (letter) => letter.charCodeAt(0),
);

const globals = ["cos\nsystem\n", "cbuiltins\neval\n", "ctorch\nload\n", "ctorch\nFloatStorage\n", "c\n\n"];

/** A pickle with an opcode, a number or a name in place of some of it. */
function mutatePickle(pickle: Uint8Array, rng: Rng): Uint8Array {
  const at = rng.int(pickle.length);
  const put = (bytes: readonly number[], over: number) =>
    Uint8Array.from([...pickle.subarray(0, at), ...bytes, ...pickle.subarray(at + over)]);
  const code = pick(rng, opcodes);
  const four = Buffer.alloc(4);
  four.writeUInt32LE(pickSize(rng));
  switch (rng.int(6)) {
    case 0:
      return put([code], 1);
    case 1:
      return put(new Array(pick(rng, [1, 2, 1000, 2 ** 16])).fill(code), 0);
    case 2:
      return put([code, ...four], 5);
    case 3:
      return put([pick(rng, extremes) & 255], 1);
    case 4:
      return put([...Buffer.from(pick(rng, globals), "latin1")], 0);
    default:
      return mutateBytes(pickle, rng);
  }
}

function mutate(rng: Rng): Mutant {
  const whole = pick(rng, bases);
  // All of a file is under a sum, or says where things lie.
  if (rng.int(4) === 0) return { tree: { [file]: mutateBytes(whole, rng) }, original: { [file]: whole } };
  const entries = splitZip(whole);
  const name =
    rng.int(3) > 0 ? Object.keys(entries).find((each) => each.endsWith("data.pkl"))! : pick(rng, Object.keys(entries));
  const change = name.endsWith("data.pkl") ? mutatePickle : mutateBytes;
  return { tree: { [file]: zipOf({ ...entries, [name]: change(entries[name]!, rng) }) } };
}

export function describe({ tensors, metadata }: Safetensors): string {
  const texts = [...tensors].map(([name, { shape, data }]) => JSON.stringify([name, shape, [...data].map(String)]));
  return digest(JSON.stringify(metadata), ...texts);
}

export const pth: Kind = {
  name: "pth",
  weight: 6,
  names: [file],
  mutate,
  read: (tree) => describe(decodePth(bytesOf(tree, file), file)),
};
