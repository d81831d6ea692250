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
  /** The oracles that see the bug where it shows. */
  readonly seen: readonly OracleName[];
}

interface Data {
  readonly bugs: number;
  readonly hiding: number;
  readonly rows: readonly Row[];
  /** Of so many bugs in the gradients of convolution and max pooling, how many pass a course's test and a less kind one. */
  readonly tried: number;
  readonly usual: number;
  readonly unkind: number;
  /** The less kind one, as the state of the drawing. */
  readonly lessKind: string;
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
    const rows: Row[] = [];
    for (const { id, bug, shows, hides } of exhibits) {
      const { verdicts } = (await judge(shows, bugDevice(bug))).report;
      const seen = new Set(verdicts.filter(({ reason }) => reason !== null).map(({ oracle }) => oracle));
      rows.push({ id, name: bug.name, hides: hides !== null, seen: [...seen] });
    }
    return {
      bugs: exhibits.length,
      hiding: exhibits.filter(({ hides }) => hides !== null).length,
      rows,
      tried: tried.length,
      usual: await countPassing(""),
      unkind: await countPassing(lessKind),
      lessKind,
    };
  },
};
