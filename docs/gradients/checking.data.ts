import { initialState, readState } from "../widgets/core/address.ts";
import { show } from "../widgets/core/numbers.ts";
import { probed } from "../widgets/finite-difference/compute.ts";
import { fields } from "../widgets/finite-difference/state.ts";

const at = (text: string) => probed(readState(fields, text, initialState(fields)));

/** What differences are off by, with and without the extrapolation. */
export default {
  load() {
    const [coarse, fine] = [at("h2=1"), at("h2=5")];
    return {
      plain: show(Math.abs(coarse.steps[0]!.value - coarse.analytic)),
      coarse: show(coarse.error),
      fine: show(fine.error),
    };
  },
};
