import { choice, type Fields, flag, text } from "../core/fields.ts";
import { type Net, type NetName, nets } from "./facts.ts";

export const views = ["layers", "start", "parameters", "macs", "activations"] as const;

export type State = {
  readonly view: (typeof views)[number];
  /** Whether the two readings of the article stand beside the four. */
  readonly article: boolean;
  readonly second: boolean;
  /** "row:network". */
  readonly select: string;
};

export const fields: Fields<State> = { view: choice(...views), article: flag(), second: flag(), select: text };

/** The networks that are compared, each with the first. */
export function shownNets({ article, second }: State): readonly Net[] {
  const names: readonly (NetName | false)[] = [
    "paper2012",
    "code2012",
    "caffe",
    "torchvision",
    article && "article",
    second && "article-5.1",
  ];
  return names.flatMap((name) => (name ? [nets[name]] : []));
}
