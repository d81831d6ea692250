import fc from "fast-check";
import { binary } from "../../../src/gradcheck/op-info/arithmetic.ts";
import type { Binary } from "../../../src/gradcheck/op-info/binary.ts";
import { unary } from "../../../src/gradcheck/op-info/elementwise.ts";
import { rows } from "../../../src/gradcheck/op-info/index.ts";
import { ties } from "../../../src/gradcheck/op-info/large.ts";
import { between, type Domain, type OpInfo } from "../../../src/gradcheck/op-info/op-info.ts";
import type { Unary } from "../../../src/gradcheck/op-info/unary.ts";
import { differentiate } from "../differentiate.ts";
import { exactOps, largeOps, spoiltOps } from "../largeOps.ts";
import { callBinaryOnGpu, callUnaryOnGpu } from "../specialValues.ts";
import { Recordings } from "./calls.ts";
import { recordLongProducts } from "./longProducts.ts";
import { recordSeamCalls } from "./seamCalls.ts";
import { tiledOps } from "./tiledOps.ts";

const seed = 20121204;

/** The calls that every gpu backend is checked by: those of the table of operators with gradients of gradients, of larger
 *  sizes with gradients, and what no operator calls. */
export async function recordCalls(): Promise<Recordings> {
  const recordings = new Recordings();
  for (const info of rows) await record(recordings, "small", info, 12, 2);
  for (const info of largeOps) await record(recordings, "large", info, 8, 1);
  for (const info of tiledOps) await record(recordings, "tiles", info, 10, 1);
  for (const info of exactOps) await record(recordings, "whole numbers", info, 8, 1, ties);
  for (const info of spoiltOps) await record(recordings, "spoilt", info, 3, 1);
  const special = recordings.device("special");
  for (const row of Object.values<Unary>(unary)) await callUnaryOnGpu(row, special);
  for (const row of Object.values<Binary>(binary)) await callBinaryOnGpu(row, special);
  await recordSeamCalls(recordings);
  await recordLongProducts(recordings);
  return recordings;
}

async function record(
  recordings: Recordings,
  about: string,
  { cases }: OpInfo,
  numRuns: number,
  order: 1 | 2,
  weights: Domain = between(),
): Promise<void> {
  const device = recordings.device(about);
  for (const opCase of fc.sample(cases, { numRuns, seed })) await differentiate(opCase, device, order, weights);
}
