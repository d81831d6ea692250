import * as entries from "../../src/devices/cpu/entries.ts";
import { elementwiseEntry } from "../../src/devices/cpu/entryPoints.ts";
import { f32, walkWords } from "../../src/devices/cpu/pass.ts";
import type { Buffer, Plans } from "../../src/devices/cpu/plan.ts";
import { each } from "../common/each.cpuPlans.ts";
import { type BinaryName, binary, fromRows, numbersOf, type UnaryName, unary } from "./table.ts";

const unaries: Pick<Plans, UnaryName> = fromRows(unary, (row, name) => {
  const entry = elementwiseEntry(name);
  return (_: unknown, out: Buffer, x: Buffer, g?: Readonly<Record<string, number>>) => {
    const words = numbersOf(row, g).map(f32);
    return { entry, pointers: [out.address, x.address], scratch: 0, words, units: each(out, row.cost) };
  };
});

const binaries: Pick<Plans, BinaryName> = fromRows(binary, ({ cost }, name): Plans["add"] => {
  const entry = elementwiseEntry(name);
  return (_, out, a, b, { walk }) => {
    const pointers = [out.address, a.address, b.address];
    return { entry, pointers, scratch: 0, words: walkWords(walk), units: each(out, cost) };
  };
});

export const elementwisePlans = {
  ...unaries,
  ...binaries,
  where: (_, out, condition, a, b) => entries.where({ out, condition, a, b }, each(out, 0.5)),
  gate: (_, out, dy, y) => entries.gate({ out, dy, y }, each(out, 0.4)),
} satisfies Partial<Plans>;
