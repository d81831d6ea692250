import type { Buffer } from "../../src/devices/gpu/driver.ts";
import type { Launcher, Plan, Plans } from "../../src/devices/gpu/plan.ts";
import { isWhole, stretch } from "./stretch.gpuPlans.ts";
import { type BinaryName, binary, fromRows, numbersOf, type UnaryName, unary } from "./table.ts";

const unaries: Pick<Plans, UnaryName> = fromRows(unary, (row, name) => {
  return (gpu: Launcher, size: number, x: Buffer, g?: Readonly<Record<string, number>>) =>
    gpu.run(name, size, {}, x, ...numbersOf(row, g));
});

/** `name` takes two arrays of the output's size, `${name}Stretched` any that are read as such. */
function broadcast(name: BinaryName): Plan<BinaryName> {
  return async (gpu, size, a, b, { walk: { dims, strides } }) => {
    const left = await stretch(gpu, size, a, dims, strides[0]);
    const right = await stretch(gpu, size, b, dims, strides[1]);
    if (isWhole(left) && isWhole(right)) return gpu.run(name, size, {}, left.buffer, right.buffer);
    const periods = [left.inner, left.period, right.inner, right.period];
    return gpu.run(`${name}Stretched`, size, {}, left.buffer, right.buffer, ...periods);
  };
}

export const elementwisePlans = {
  ...unaries,
  ...fromRows(binary, (_, name) => broadcast(name)),
  where: (gpu, size, condition, a, b) => gpu.run("where", size, {}, condition, a, b),
  gate: (gpu, size, dy, y) => gpu.run("gate", size, {}, dy, y),
} satisfies Partial<Plans>;
