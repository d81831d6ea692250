/** Layers that do nothing in evaluation are no nodes of an ONNX file; that they are there is noted beside the graph. */

import { FormatError } from "../core/errors.ts";
import { check, fields, listOf, number, oneOfKind, parseJson, whole } from "../io/check.ts";
import type { LayerSpec, ModelTable } from "../models/index.ts";
import { trace } from "../models/trace.ts";
import { isLeftOut } from "./writeLayer.ts";

const key = "alexgrad.left-out";
const mostBytes = 2 ** 16;

interface LeftOut {
  /** How many layers of the graph come before it. */
  readonly at: number;
  readonly layer: LayerSpec & { kind: "dropout" | "adaptiveAvgPool" };
}

const size = whole(1);
const outputSize: typeof size = (value, where) => (Array.isArray(value) ? listOf(size, 2) : size)(value, where);
const rule = listOf(
  fields({
    at: whole(0),
    layer: oneOfKind("kind", { dropout: [{ p: number(0, 1) }], adaptiveAvgPool: [{ outputSize }] }),
  }),
);

/** The note, as a text of the file's. */
export function noteLeftOut(table: ModelTable): Record<string, string> {
  const notes: LeftOut[] = [];
  let at = 0;
  for (const layer of trace(table)) {
    const { spec } = layer;
    if (!isLeftOut(layer)) at++;
    else if (spec.kind === "dropout") notes.push({ at, layer: { kind: "dropout", p: spec.p } });
    else if (spec.kind === "adaptiveAvgPool") notes.push({ at, layer: spec });
  }
  return notes.length === 0 ? {} : { [key]: JSON.stringify(notes) };
}

/** A graph's network with the layers that are noted in its file. @throws FormatError unless they are such that do nothing. */
export function withLeftOut(table: ModelTable, metadata: Readonly<Record<string, string>>, file: string): ModelTable {
  const text = Object.hasOwn(metadata, key) ? metadata[key] : "[]";
  if (text.length > mostBytes) throw new FormatError(file, `expected at most ${mostBytes} characters of ${key}`);
  const notes = parseJson(file, text);
  check(file, notes, rule, key);
  const layers = [...table.layers];
  const added = (notes as readonly LeftOut[]).toReversed();
  for (const [i, { at, layer }] of added.entries()) {
    if (at > (added[i - 1]?.at ?? table.layers.length)) throw new FormatError(file, `${key}: expected it in order`);
    layers.splice(at, 0, layer);
  }
  const complete = { ...table, layers };
  const specs = new Set<LayerSpec>(added.map(({ layer }) => layer));
  if (trace(complete).some((layer) => specs.has(layer.spec) && !isLeftOut(layer))) {
    throw new FormatError(file, `${key}: expected layers that do nothing in evaluation`);
  }
  return complete;
}
