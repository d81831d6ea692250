import { handleOf } from "../../../src/core/tensor.ts";
import { tensor } from "../../../src/create.ts";
import type { Device } from "../../../src/devices/device.ts";
import * as ag from "../../../src/index.ts";
import { everyExponent, special } from "../values.ts";

const isDenormal = (x: number) => x !== 0 && Math.abs(x) < 2 ** -126;

/** A GPU may read a denormal number as zero, which a copy, a sign or a maximum does not change by more than that; and a
 *  logarithm does. */
const values = special.filter((x) => !isDenormal(x));
const exponents = everyExponent.filter((x) => !isDenormal(x));

const copying = { neg: ag.neg, abs: ag.abs, relu: ag.relu };
const computing = { exp: ag.exp, log: ag.log, sqrt: ag.sqrt, sign: ag.sign, sigmoid: ag.sigmoid, tanh: ag.tanh };
const binary = { add: ag.add, sub: ag.sub, mul: ag.mul, div: ag.div, pow: ag.pow, maximum: ag.maximum };
const pairs = { ...binary, equal: ag.equal, greater: ag.greater };

export async function recordSpecialValues(device: Device): Promise<void> {
  for (const op of Object.values(copying)) for (const x of [special, everyExponent]) op(tensor(x, { device }));
  for (const op of Object.values(computing)) for (const x of [values, exponents]) op(tensor(x, { device }));
  const x = tensor(special, { device });
  for (const min of values.filter((value) => !Number.isNaN(value))) {
    for (const max of [min, 0, 0.3, Number.POSITIVE_INFINITY].filter((value) => value >= min)) {
      device.run.clamp(x.shape, handleOf(x), { min, max });
    }
  }
  const [rows, columns] = [tensor(values, [values.length, 1], { device }), tensor(values, { device })];
  for (const op of Object.values(pairs)) {
    op(rows, columns);
    op(columns, rows);
  }
  await device.sync();
}
