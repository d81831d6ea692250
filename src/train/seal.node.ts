import { FormatError } from "../core/errors.ts";
import { checksum } from "../io/checksum.node.ts";
import type { Safetensors } from "../io/decode.ts";
import { inFileOrder, type NamedTensors, safetensorsParts } from "../io/safetensors.ts";

const KEY = "sha256";

type Metadata = Readonly<Record<string, string>>;

/** The metadata with a checksum over the names, the shapes, the numbers and the metadata itself, in the order of a file. */
export function seal(tensors: NamedTensors, metadata: Metadata = {}): Metadata {
  return { ...metadata, [KEY]: checksum(safetensorsParts(inFileOrder(tensors), metadata)) };
}

/** @throws FormatError if the file has changed since it was sealed, or was not sealed though it has to be. */
export function checkSeal(file: string, { tensors, metadata }: Safetensors, isOptional: boolean): void {
  const { [KEY]: found, ...rest } = metadata;
  if (found === undefined && isOptional) return;
  if (found !== checksum(safetensorsParts(tensors, rest))) {
    throw new FormatError(file, "is damaged: its numbers or its metadata are not those that its checksum was made of");
  }
}
