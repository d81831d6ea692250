import { summarize } from "../../src/models/index.ts";
import { initialState, readState } from "../widgets/core/address.ts";
import { count } from "../widgets/nets/cells.ts";
import { type Convention, conventions } from "../widgets/sizes/conventions.ts";
import { axisOf, fields } from "../widgets/sizes/state.ts";

/** Where the windows of a convention lie. */
function laid(state: string, name: Convention["name"]) {
  const axis = axisOf(readState(fields, `k=11&s=4&${state}`, initialState(fields)));
  const { count: windows, before } = conventions(axis).find((each) => each.name === name)!;
  const last = (windows - 1) * axis.stride - before + axis.span - 1;
  const over = last - axis.size + 1;
  return { windows, before, unread: Math.max(0, -over), over: Math.max(0, over) };
}

/** Neurons of each layer as figure 2 and its caption give them (Krizhevsky, Sutskever & Hinton 2012). */
const written = [253_440, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000];

const counted = summarize("paper2012").layers.filter(({ macs }) => macs > 0);
const neurons = counted.map(({ name, outputShape, activationBytes }, i) => ({
  name,
  shape: outputShape.join(" × "),
  count: activationBytes / 4,
  written: written[i]!,
}));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export default {
  load: () => ({
    ceil: laid("n=224", "torchCeil"),
    cropped: laid("n=227", "torch"),
    padded: laid("n=224&before=2&after=2", "torch"),
    uneven: laid("n=224&after=3", "torch"),
    floor: laid("n=224", "torch"),
    same: laid("n=224", "tfSame"),
    neurons: neurons.map((row) => ({ ...row, count: count(row.count), written: count(row.written) })),
    first: { count: count(neurons[0]!.count), written: count(written[0]!), side: written[0]! / 55 / 96 },
    sums: { count: count(sum(neurons.map((row) => row.count))), written: count(sum(written)) },
  }),
};

type Laid = Readonly<Record<"windows" | "before" | "unread" | "over", number>>;
export declare const data: Readonly<Record<"ceil" | "cropped" | "padded" | "uneven" | "floor" | "same", Laid>> & {
  readonly neurons: readonly Readonly<Record<"name" | "shape" | "count" | "written", string>>[];
  readonly first: { readonly count: string; readonly written: string; readonly side: number };
  readonly sums: { readonly count: string; readonly written: string };
};
