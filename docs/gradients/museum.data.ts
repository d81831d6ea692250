import type { OracleName } from "../../src/gradcheck/oracles/oracle.ts";
import { bugDevice } from "../museum/bugDevice.ts";
import { exhibits } from "../museum/exhibits/index.ts";
import { judge } from "../museum/judge.ts";
import { passing, tried } from "../museum/survivors.ts";
import { initialState, readState } from "../widgets/core/address.ts";
import { fields, lessKind, pointsOf } from "../widgets/which-test/state.ts";

interface Row {
  readonly id: string;
  readonly name: string;
  readonly hides: boolean;
  readonly order: number;
  readonly hint: string;
  /** By oracle, whether it sees the bug where it shows. */
  readonly seen: readonly boolean[];
}

interface Data {
  readonly bugs: number;
  readonly hiding: number;
  readonly oracles: readonly OracleName[];
  readonly rows: readonly Row[];
  /** Of so many bugs in the gradients of convolution and max pooling, how many pass a course's test and a less kind one. */
  readonly tried: number;
  readonly usual: number;
  readonly unkind: number;
}

declare const data: Data;

export { data };

async function countPassing(text: string): Promise<number> {
  let count = 0;
  const points = pointsOf(readState(fields, text, initialState(fields)));
  for await (const { passes } of passing(points, "full")) count += Number(passes);
  return count;
}

export default {
  async load(): Promise<Data> {
    const found: { exhibit: (typeof exhibits)[number]; seen: ReadonlySet<OracleName> }[] = [];
    for (const exhibit of exhibits) {
      const { verdicts } = (await judge(exhibit.shows, bugDevice(exhibit.bug))).report;
      found.push({
        exhibit,
        seen: new Set(verdicts.filter(({ reason }) => reason !== null).map((each) => each.oracle)),
      });
    }
    const order: readonly OracleName[] = ["zero", "linearity", "accumulation", "differences", "convergence", "adjoint"];
    const oracles = order.filter((oracle) => found.some(({ seen }) => seen.has(oracle)));
    return {
      bugs: exhibits.length,
      hiding: exhibits.filter(({ hides }) => hides !== null).length,
      oracles,
      rows: found.map(({ exhibit: { id, bug, hides, order, hint }, seen }) => ({
        id,
        name: bug.name,
        hides: hides !== null,
        order,
        hint: hint ?? "–",
        seen: oracles.map((oracle) => seen.has(oracle)),
      })),
      tried: tried.length,
      usual: await countPassing(""),
      unkind: await countPassing(lessKind),
    };
  },
};
