import { initialState } from "../widgets/core/address.ts";
import { show } from "../widgets/core/numbers.ts";
import { expectation } from "../widgets/dropout/compute.ts";
import { fields } from "../widgets/dropout/state.ts";

/** Unit 3 of the widget's first state. */
export default {
  load() {
    const state = initialState(fields);
    const at = (count: number) => show(expectation(state, count).mean[3]);
    return {
      one: at(1),
      ten: at(10),
      hundred: at(100),
      thousand: at(1000),
      evaluated: show(expectation(state, 1).evaluated[3]),
    };
  },
};
