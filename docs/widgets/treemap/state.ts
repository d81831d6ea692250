import { choice, type Fields, text } from "../core/fields.ts";
import { type Costs, type NetName, netNames } from "../nets/facts.ts";

export const measures = ["parameters", "macs", "activationBytes"] as const satisfies readonly (keyof Costs)[];

export type State = {
  readonly measure: (typeof measures)[number];
  readonly net: NetName;
  /** "layer:measure". */
  readonly select: string;
};

export const fields: Fields<State> = { measure: choice(...measures), net: choice(...netNames), select: text };
