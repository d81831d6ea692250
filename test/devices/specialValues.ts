import type { Tensor } from "../../src/core/tensor.ts";
import { tensor } from "../../src/create.ts";
import type { Device } from "../../src/devices/device.ts";
import { reference } from "../../src/devices/reference.ts";
import type { Binary } from "../../src/gradcheck/op-info/binary.ts";
import type { Numbers } from "../../src/gradcheck/op-info/row.ts";
import type { Unary } from "../../src/gradcheck/op-info/unary.ts";
import { everyExponent, special } from "./values.ts";

interface Meeting {
  readonly call: (x: Tensor) => Tensor;
  readonly values: Numbers;
}

/** Special values and every exponent; with options, special values for every special choice of them. */
function meetingsOf({ op, options }: Unary): Meeting[] {
  if (options === undefined) return [special, everyExponent].map((values) => ({ call: (x) => op(x), values }));
  return options.special(special).map((given) => ({ call: (x) => op(x, given), values: special }));
}

/** Four times each, so that every value stands in every lane. */
export async function callUnary(unary: Unary, device: Device): Promise<void> {
  for (const { call, values } of meetingsOf(unary)) call(tensor(fourTimes(values), { device }));
  await device.sync();
}

/** Any two. */
export async function callBinary({ op }: Binary, device: Device): Promise<void> {
  callPairs(op, device, special);
  const everywhere = fourTimes(special);
  op(tensor(everywhere, { device }), tensor(everywhere.toReversed(), { device }));
  await device.sync();
}

function fourTimes(values: Numbers): number[] {
  return Array.from({ length: 4 }, () => values).flat();
}

const smallest = 2 ** -126;
const isDenormal = (x: number) => x !== 0 && Math.abs(x) < smallest;
const usual = special.filter((x) => !isDenormal(x));

/** A GPU may read a denormal number as zero: such values are left out where that changes the result by more than a denormal
 *  number, as in a logarithm. */
export async function callUnaryOnGpu(unary: Unary, device: Device): Promise<void> {
  for (const meeting of meetingsOf(unary)) meeting.call(tensor(await steady(meeting), { device }));
  await device.sync();
}

export async function callBinaryOnGpu({ op }: Binary, device: Device): Promise<void> {
  callPairs(op, device, usual);
  await device.sync();
}

function callPairs(op: Binary["op"], device: Device, values: Numbers): void {
  const [rows, columns] = [tensor(values, [values.length, 1], { device }), tensor(values, { device })];
  op(rows, columns);
  op(columns, rows);
}

async function steady({ call, values }: Meeting): Promise<Numbers> {
  const device = reference({ dtype: "float64" });
  const [own, flushed] = await Promise.all(
    [values, values.map((x) => (isDenormal(x) ? 0 : x))].map((x) => call(tensor(x, { device })).data()),
  );
  return values.filter((x, i) => !isDenormal(x) || Math.abs(own[i] - flushed[i]) <= smallest);
}
