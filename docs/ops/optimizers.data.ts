import { initialState, readState } from "../widgets/core/address.ts";
import { show } from "../widgets/core/numbers.ts";
import { effectiveRates, type Place, paths } from "../widgets/optimizer/compute.ts";
import { fields, rateAt, type State, steps } from "../widgets/optimizer/state.ts";

interface Data {
  /** The first step after the rate has changed, of both rules, along w₁. */
  readonly step: number;
  readonly rules: readonly {
    readonly name: string;
    readonly w: string;
    readonly g: string;
    readonly lr: string;
    readonly before: string;
    readonly after: string;
    readonly moved: string;
  }[];
  readonly adagrad: { readonly steps: number; readonly first: string; readonly last: string };
}

declare const data: Data;

export { data };

const stateOf = (text: string): State => readState(fields, text, initialState(fields));

export default {
  load(): Data {
    const s = stateOf("mode=rules&decay=50");
    const step = s.drop + 1;
    const both = paths(s);
    const rules = (["paper", "torch"] as const).map((name) => {
      const [before, after] = both[name]!.slice(step - 1, step + 1) as [Place, Place];
      return {
        name,
        w: show(before.w[0]),
        g: show(after.gradient[0]),
        lr: show(rateAt(s, step)),
        before: show(before.kept[0]),
        after: show(after.kept[0]),
        moved: show(after.w[0] - before.w[0]),
      };
    });
    const path = paths(stateOf("mode=adagrad")).adagrad!;
    const rate = (place: Place) => show(effectiveRates(place, "adagrad")[0]);
    return { step, rules, adagrad: { steps, first: rate(path[1]!), last: rate(path.at(-1)!) } };
  },
};
