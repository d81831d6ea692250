import { decodeSafetensors } from "../../src/io/decode.ts";
import { encodeSafetensors } from "../../src/io/safetensors.ts";
import { type Checkpoint, packCheckpoint, unpackCheckpoint } from "../../src/train/checkpoint.ts";

export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { tensors, metadata } = packCheckpoint(checkpoint);
  return encodeSafetensors(tensors, metadata);
}

export function decodeCheckpoint(bytes: Uint8Array, file: string): Checkpoint {
  return unpackCheckpoint(decodeSafetensors(bytes, file), file);
}
