/** Weights as `torch.save` writes them since PyTorch 1.6: a zip file of `<root>/data.pkl`, a pickle of what was saved, and for each
 *  storage that it names `<root>/data/<key>`. */

import { FormatError } from "../../core/errors.ts";
import { instanceOf, text } from "../../core/kinds.ts";
import { checkArgument } from "../../core/options.ts";
import { type Safetensors, type StoredTensor, storedTensor } from "../decode.ts";
import { formatOf } from "../dtypes.ts";
import { type Fill, fillFrom } from "../fill.ts";
import { quoted } from "../header.ts";
import { isContiguous, walk } from "../strided.ts";
import { crc32 } from "./crc32.ts";
import { readPickle } from "./pickle.ts";
import { StridedTensor, stateDictVocabulary } from "./stateDict.ts";
import type { Value } from "./vocabulary.ts";
import { isZip, readZip, take, type ZipEntry } from "./zip.ts";

const mostPickleBytes = 2 ** 24;
const mostTensors = 2 ** 17;
const mostDepth = 16;

/** The first bytes of PyTorch's files before 1.6: a pickle of its magic number. */
const legacy = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

/** Reads a state dict that `torch.save` wrote, from the file's bytes. Nothing of it is ever run: names of Python's are words of a short
 *  list, and all others are refused. Dicts within the dict give names with a dot between ("state_dict.fc.weight"); what is no tensor
 *  is left out. Numbers are converted when they are asked for: `bytes` must stay as they are for so long.
 *  @param bytes what the file holds.
 *  @param file the name for error messages.
 *  @returns the tensors, in the file's order.
 *  @throws FormatError if it is no such file or damaged, if it names something else than tensors, numbers and texts (a whole module),
 *  or is older than PyTorch 1.6: then with the lines of Python that convert it.
 *
 *  @example
 *  ```ts
 *  import { readFile } from "node:fs/promises";
 *  import { decodePth } from "alexgrad/io";
 *
 *  const { tensors } = decodePth(await readFile("net.pth"), "net.pth");
 *  console.log(tensors.get("fc.weight")?.shape); // [ 2, 12 ]
 *  ``` */
export function decodePth(bytes: Uint8Array, file: string): Safetensors {
  checkArgument("decodePth", "bytes", bytes, instanceOf("a Uint8Array", Uint8Array));
  checkArgument("decodePth", "file", file, text);
  // No Buffer, whose slice() would be a view.
  const all = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { tensors, storages } = fillFrom(all, readTensors(all.length, file));
  const read = new Map([...storages].map(([key, { begin, end }]) => [key, all.subarray(begin, end)]));
  return assemble(tensors, storages, (key) => read.get(key)!, file);
}

/** What a file holds, before its numbers are read. */
export interface PthLayout {
  readonly tensors: ReadonlyMap<string, StridedTensor>;
  /** Where the storages that they need lie, by key. */
  readonly storages: ReadonlyMap<string, ZipEntry>;
}

/** Finds out what a file of so many bytes holds; all of a `Fill` that it yields must be filled before it goes on.
 *  @throws FormatError as `decodePth`. */
export function* readTensors(fileLength: number, file: string): Generator<Fill, PthLayout, void> {
  const head = yield* take(0, Math.min(fileLength, legacy.length), fileLength, file, "the file");
  const first = new Uint8Array(head.buffer);
  if (!isZip(first)) throw new FormatError(file, whatElse(first, file));
  const entries = yield* readZip(fileLength, file);
  const pickle = entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined) throw new FormatError(file, "is a zip file, but not PyTorch's: it has no data.pkl");
  const root = pickle.name.slice(0, -"data.pkl".length);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const order = byName.get(`${root}byteorder`);
  if (order !== undefined && textOf(yield* content(order, 16, fileLength, file)) !== "little") {
    throw new FormatError(file, "its numbers are not little-endian");
  }
  const saved = readPickle(yield* content(pickle, mostPickleBytes, fileLength, file), file, stateDictVocabulary(file));
  const tensors = flatten(saved, file);
  if (tensors.size === 0) throw new FormatError(file, "has no tensors");
  const storages = new Map<string, ZipEntry>();
  for (const [name, { storage, dtype }] of tensors) {
    const entry = byName.get(`${root}data/${storage.key}`);
    if (entry === undefined) throw new FormatError(file, `${quoted(name)}: there is no storage ${quoted(storage.key)}`);
    const length = storage.dtype === null ? storage.length : (storage.length * formatOf(dtype)!.bits) / 8;
    if (entry.end - entry.begin !== length) {
      throw new FormatError(
        file,
        `${quoted(name)}: expected a storage of ${length} bytes; got ${entry.end - entry.begin}`,
      );
    }
    storages.set(storage.key, entry);
  }
  checkTotal(tensors, fileLength, file);
  return { tensors, storages };
}

/** @throws FormatError if views repeat their storages' numbers so often that a small file would fill the memory. */
function checkTotal(tensors: PthLayout["tensors"], fileLength: number, file: string): void {
  let [total, copied] = [0, 0];
  for (const tensor of tensors.values()) {
    const bytes = sizeOf(tensor) * widthOf(tensor);
    total += bytes;
    if (!isContiguous(tensor.shape, tensor.strides)) copied += bytes;
  }
  if (!(total <= 4 * fileLength))
    throw new FormatError(file, `its tensors have ${total} bytes, more than four times the file`);
  if (copied > 2 * fileLength) {
    throw new FormatError(file, `its views across storages have ${copied} bytes, more than twice the file`);
  }
}

/** The tensors by name, of storages that are read; checks them by their sums.
 *  @throws FormatError for a storage that was changed. */
export function assemble(
  tensors: PthLayout["tensors"],
  storages: PthLayout["storages"],
  bytesOf: (key: string) => Uint8Array,
  file: string,
): Safetensors {
  for (const [key, { crc, name }] of storages) {
    if (crc32(bytesOf(key)) !== crc)
      throw new FormatError(file, `${quoted(name)} is damaged: its sum is not the one kept`);
  }
  const read = [...tensors].map(([name, tensor]): [string, StoredTensor] => {
    const { dtype, shape } = tensor;
    const [own, isCopy] = gather(tensor, bytesOf(tensor.storage.key));
    const entry = { name, dtype, shape, begin: 0, end: own.length };
    return [name, storedTensor(entry, file, own, (bytes) => (isCopy ? bytes : bytes.slice()))];
  });
  return { tensors: new Map(read), metadata: {} };
}

/** A tensor's bytes, row-major, and whether they are a copy. */
function gather(tensor: StridedTensor, storage: Uint8Array): [Uint8Array, boolean] {
  const { shape, strides, offset } = tensor;
  const [size, width] = [sizeOf(tensor), widthOf(tensor)];
  if (size === 0 || isContiguous(shape, strides))
    return [storage.subarray(offset * width, (offset + size) * width), false];
  const bytes = new Uint8Array(size * width);
  walk(shape, strides, offset, (i, at) => {
    for (let byte = 0; byte < width; byte++) bytes[i * width + byte] = storage[at * width + byte];
  });
  return [bytes, true];
}

function flatten(saved: Value, file: string): Map<string, StridedTensor> {
  const tensors = new Map<string, StridedTensor>();
  let [visited, letters] = [0, 0];
  const visit = (value: Value, name: string, depth: number) => {
    if (++visited > 2 * mostTensors || depth > mostDepth)
      throw new FormatError(file, "is nested too deep, or too large");
    // Names of dicts in dicts repeat the outer ones.
    letters += name.length;
    if (letters > mostPickleBytes) throw new FormatError(file, `expected names of at most ${mostPickleBytes} letters`);
    if (value instanceof StridedTensor) {
      if (tensors.has(name)) throw new FormatError(file, `${quoted(name)} comes twice`);
      tensors.set(name, value);
    } else if (value instanceof Map) {
      for (const [key, item] of value) visit(item, name === "" ? String(key) : `${name}.${key}`, depth + 1);
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) visit(item, name === "" ? String(i) : `${name}.${i}`, depth + 1);
    }
  };
  visit(saved, "", 0);
  return tensors;
}

/** An entry's bytes, checked by their sum. */
function* content(entry: ZipEntry, most: number, fileLength: number, file: string): Generator<Fill, Uint8Array, void> {
  const { name, begin, end, crc } = entry;
  if (end - begin > most)
    throw new FormatError(file, `expected at most ${most} bytes of ${quoted(name)}; got ${end - begin}`);
  const bytes = new Uint8Array((yield* take(begin, end - begin, fileLength, file, quoted(name))).buffer);
  if (crc32(bytes) !== crc) throw new FormatError(file, `${quoted(name)} is damaged: its sum is not the one kept`);
  return bytes;
}

/** Whether bytes are the first of what `torch.save` writes, or wrote before 1.6. */
export function isPth(head: Uint8Array): boolean {
  return isZip(head) || isLegacy(head);
}

const isLegacy = (head: Uint8Array) => legacy.every((byte, i) => head[i] === byte);

/** Why it is no zip file. */
function whatElse(first: Uint8Array, file: string): string {
  if (!isLegacy(first)) {
    return first.length < 4 ? `expected PyTorch's zip file; got ${first.length} bytes` : "is not PyTorch's zip file";
  }
  return (
    `was written in the way of PyTorch before 1.6; PyTorch 2.6 or later writes it anew: ` +
    `state = torch.load(${JSON.stringify(file)}, map_location="cpu", weights_only=True); torch.save(state, "weights.pth")`
  );
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const sizeOf = ({ shape }: StridedTensor) => shape.reduce((a, b) => a * b, 1);
const widthOf = ({ dtype }: StridedTensor) => formatOf(dtype)!.bits / 8;
