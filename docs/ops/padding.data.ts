import { initialState, readState } from "../widgets/core/address.ts";
import { conventions } from "../widgets/sizes/conventions.ts";
import { axisOf, fields } from "../widgets/sizes/state.ts";

const windows = (state: string, name: "torch" | "torchCeil" | "tfSame"): number =>
  conventions(axisOf(readState(fields, state, initialState(fields)))).find((each) => each.name === name)!.count;

/** Windows of AlexNet's first layer, in five ways. */
export default {
  load: () => ({
    floor: windows("n=224&k=11&s=4", "torch"),
    ceil: windows("n=224&k=11&s=4", "torchCeil"),
    cropped: windows("n=227&k=11&s=4", "torch"),
    padded: windows("n=224&k=11&s=4&before=2&after=2", "torch"),
    same: windows("n=224&k=11&s=4", "tfSame"),
  }),
};

export declare const data: Record<"floor" | "ceil" | "cropped" | "padded" | "same", number>;
