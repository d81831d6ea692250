/** Tensors whose numbers lie in files beside the model: https://github.com/onnx/onnx/blob/main/docs/ExternalData.md. A file says where,
 *  and is not trusted. */

import { FormatError } from "../core/errors.ts";
import { quoted } from "../io/header.ts";
import { fill, withFile } from "../io/open.node.ts";
import { allocate } from "../io/source.ts";
import { resolveBeside } from "../io/sources.node.ts";
import type { TensorProto } from "./onnx_pb.ts";
import type { Model } from "./parse.ts";
import { external } from "./types.ts";

const mostFiles = 1000;
const keys = ["location", "offset", "length", "checksum"];

interface Place {
  /** Behind the model's folder. */
  readonly location: string;
  readonly offset: number;
  /** Undefined: to the file's end. */
  readonly length: number | undefined;
}

/** Reads what a model's tensors have elsewhere.
 *  @throws FormatError if a place is not in the model's folder, or a file does not have what the model says. */
export async function readExternals({ graph }: Model, path: string): Promise<Map<TensorProto, Uint8Array>> {
  const constants = graph.node.flatMap(({ attribute }) => attribute.flatMap(({ t }) => t ?? []));
  const places = new Map<string, TensorProto[]>();
  for (const tensor of [...graph.initializer, ...constants].filter((each) => each.dataLocation === external)) {
    const { location } = placeOf(tensor, path);
    places.set(location, [...(places.get(location) ?? []), tensor]);
  }
  if (places.size > mostFiles) throw new FormatError(path, `expected tensors in at most ${mostFiles} files`);
  const read = new Map<TensorProto, Uint8Array>();
  for (const [location, tensors] of places) {
    const file = await resolveBeside(path, location);
    await withFile(file, async (handle, { size, nlink }) => {
      if (nlink > 1)
        throw new FormatError(path, `${quoted(location)} has other names (a hard link), which may lie elsewhere`);
      let total = 0;
      for (const tensor of tensors) {
        const { offset, length = size - offset } = placeOf(tensor, path);
        total += length;
        if (!(length >= 0 && offset + length <= size && total <= size)) {
          throw new FormatError(
            path,
            `tensor ${quoted(tensor.name)} lies outside of ${quoted(location)}, or across another`,
          );
        }
        const bytes = allocate(length, tensor.name, path);
        await fill(handle, file, bytes, offset);
        read.set(tensor, bytes);
      }
    });
  }
  return read;
}

function placeOf(tensor: TensorProto, path: string): Place {
  const fail = (reason: string) => new FormatError(path, `tensor ${quoted(tensor.name)}: ${reason}`);
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const unknown = [...entries.keys()].find((key) => !keys.includes(key));
  if (unknown !== undefined) throw fail(`expected external data with ${keys.join(", ")}; got ${quoted(unknown)}`);
  const number = (key: string) => {
    const value = entries.get(key);
    if (value === undefined) return undefined;
    if (!/^\d{1,16}$/.test(value) || !Number.isSafeInteger(Number(value)))
      throw fail(`${key} ${quoted(value)} is no number`);
    return Number(value);
  };
  const location = entries.get("location") ?? "";
  const parts = location.split("/");
  if (/[\\:\0]/.test(location) || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw fail(`expected a file in the model's folder; got ${quoted(location)}`);
  }
  return { location, offset: number("offset") ?? 0, length: number("length") };
}
