import fc from "fast-check";
import { opInfos } from "../../../src/gradcheck/index.ts";
import { between, type Domain, type OpInfo } from "../../../src/gradcheck/op-info/op-info.ts";
import { differentiate } from "../differentiate.ts";
import { largeOps, ties } from "../largeOps.ts";
import { spoilt } from "../values.ts";
import { Recordings } from "./calls.ts";
import { recordLongProducts } from "./longProducts.ts";
import { recordSeamCalls } from "./seamCalls.ts";
import { recordSpecialValues } from "./specialValues.ts";
import { tiledOps } from "./tiledOps.ts";

const seed = 20121204;

/** The calls that every gpu backend is checked by: those of the table of operators with gradients of gradients, of larger
 *  sizes with gradients, and what no operator calls. */
export async function recordCalls(): Promise<Recordings> {
  const recordings = new Recordings();
  for (const info of opInfos) await record(recordings, "small", info, 12, 2);
  for (const info of largeOps) await record(recordings, "large", info, 8, 1);
  for (const info of tiledOps) await record(recordings, "tiles", info, 10, 1);
  for (const info of largeOps.filter(({ name }) => sums.test(name))) {
    await record(
      recordings,
      "whole numbers",
      withDomain(info, () => ties),
      8,
      1,
      ties,
    );
  }
  for (const info of largeOps) {
    // A weight may be multiplied with the zeros of the padding, or not.
    const among = info.name.includes("conv2d") ? 1 : Number.POSITIVE_INFINITY;
    const domain = (own: Domain, i: number) => (i < among ? spoilt(own) : own);
    await record(recordings, "spoilt", withDomain(info, domain), 3, 1);
  }
  await recordSpecialValues(recordings.device("special"));
  await recordSeamCalls(recordings);
  await recordLongProducts(recordings);
  return recordings;
}

/** Operators that add and multiply only. Of whole numbers that are small enough they are exact, in any order: so that one
 *  term too few shows among thousands. */
const sums = /^(sum|max|permute|slice|pad|concat|matmul|linear|maxPool2d)|conv2d/;

function withDomain(info: OpInfo, change: (domain: Domain, i: number) => Domain): OpInfo {
  const cases = info.cases.map((opCase) => {
    const inputs = opCase.inputs.map(({ shape, domain }, i) => ({ shape, domain: change(domain, i) }));
    return { ...opCase, inputs };
  });
  return { ...info, cases };
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
