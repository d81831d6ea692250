import { choice, type Fields, text } from "../core/fields.ts";
import { type NetName, netNames } from "../nets/facts.ts";

export const views = ["paper", "front", "above"] as const;
export type View = (typeof views)[number];

export type State = {
  readonly view: View;
  readonly net: NetName;
  readonly select: string;
};

export const fields: Fields<State> = { view: choice(...views), net: choice(...netNames), select: text };
