import { rows } from "../../src/gradcheck/op-info/index.ts";
import { ties } from "../../src/gradcheck/op-info/large.ts";
import type { Domain, OpInfo } from "../../src/gradcheck/op-info/op-info.ts";
import { listed } from "../../src/gradcheck/op-info/row.ts";
import { spoilt } from "./values.ts";

/** The rows' large cases. */
export const largeOps: readonly OpInfo[] = rows.flatMap(({ large }) => listed(large));

/** With NaN and ±∞ among the inputs. */
export const spoiltOps: readonly OpInfo[] = rows.flatMap(({ large, spoils = Number.POSITIVE_INFINITY }) =>
  listed(large).map((info) => withDomain(info, (own, i) => (i < spoils ? spoilt(own) : own))),
);

/** The large cases with whole numbers, where an operator is exact in any order: one term too few shows
 *  among thousands. */
export const exactOps: readonly OpInfo[] = rows.flatMap(({ large, isExact }) =>
  isExact ? listed(large).map((info) => withDomain(info, () => ties)) : [],
);

function withDomain(info: OpInfo, change: (domain: Domain, i: number) => Domain): OpInfo {
  const cases = info.cases.map((opCase) => {
    const inputs = opCase.inputs.map(({ shape, domain }, i) => ({ shape, domain: change(domain, i) }));
    return { ...opCase, inputs };
  });
  return { ...info, cases };
}
