import { heNormal } from "../../src/nn/init.ts";
import { initialState, readState } from "../widgets/core/address.ts";
import { show } from "../widgets/core/numbers.ts";
import { depth, flow, limitsOf } from "../widgets/initializer/compute.ts";
import { fields } from "../widgets/initializer/state.ts";

interface Row {
  readonly what: string;
  readonly link: string;
  readonly forward: string;
  readonly backward: string;
}

interface Fan {
  readonly fan: number;
  readonly sigma: string;
}

interface Data {
  readonly rows: readonly Row[];
  /** The smallest and the largest fan-in of AlexNet's hidden layers, and what He asks for there. */
  readonly least: Fan;
  readonly most: Fan;
}

declare const data: Data;

export { data };

const rows = [
  ["glorotUniform, k = 6", ""],
  ["glorotUniform, k = 3", "k=3"],
  ["glorotUniform, k = 12", "k=12"],
  ["glorotUniform, k = 6, tanh", "activation=tanh"],
  ["glorotUniform, k = 6, ReLU", "activation=relu"],
  ["glorotUniform, k = 12, ReLU", "k=12&activation=relu"],
  ["heNormal, ReLU", "init=heNormal&activation=relu"],
  ["gaussian, σ = 0.01, ReLU", "init=gaussian&activation=relu"],
  ["PyTorch's default, ReLU", "init=fanInUniform&activation=relu"],
] as const;

const fanOf = (shape: readonly number[]): Fan => {
  const { fanIn, size } = limitsOf(heNormal(), shape);
  return { fan: fanIn, sigma: show(size) };
};

/** By what ten layers multiply the variances. */
export default {
  load(): Data {
    const all = rows.map(([what, state]) => {
      const { forward, backward } = flow(readState(fields, state, initialState(fields)));
      return {
        what,
        link: ["#initializer", state].filter(Boolean).join("&"),
        forward: show(forward[depth]! / forward[0]!),
        backward: show(backward[0]! / backward[depth]!),
      };
    });
    return { rows: all, least: fanOf([96, 3, 11, 11]), most: fanOf([4096, 9216]) };
  },
};
