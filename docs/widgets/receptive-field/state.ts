import { choice, type Fields, range, text } from "../core/fields.ts";
import { type Net, type NetLayer, type NetName, netNames, nets } from "../nets/facts.ts";
import { type Field, fieldOf, mapLayers } from "./field.ts";

export type State = {
  readonly net: NetName;
  /** How many layers lie between the image and the unit. */
  readonly step: number;
  /** Where in its map the unit lies, in hundredths from the top and from the left. */
  readonly row: number;
  readonly column: number;
  readonly select: string;
};

const allSteps = 99;

export const fields: Fields<State> = {
  net: choice(...netNames),
  step: range(allSteps, 0, allSteps),
  row: range(50, 0, 100),
  column: range(50, 0, 100),
  select: text,
};

/** A unit, the layer that it belongs to, and what it sees. */
export interface Seen {
  readonly net: Net;
  readonly layers: readonly NetLayer[];
  /** How many of them lie before the unit. */
  readonly count: number;
  readonly map: readonly [h: number, w: number];
  readonly unit: readonly [row: number, column: number];
}

export function seen(s: State): Seen {
  const net = nets[s.net];
  const layers = mapLayers(net);
  const count = Math.min(s.step, layers.length);
  return { net, layers, count, ...unitBehind(s, net, layers, count) };
}

function unitBehind(s: State, net: Net, layers: readonly NetLayer[], count: number): Pick<Seen, "map" | "unit"> {
  const [, h, w] = (count === 0 ? net.input : layers[count - 1].output) as readonly [number, number, number];
  const at = (size: number, place: number) => Math.round(((size - 1) * place) / 100);
  return { map: [h, w], unit: [at(h, s.row), at(w, s.column)] };
}

/** What a unit sees of the image if it lies behind each of the first layers, at the same place of its own map. */
export function growing(s: State): readonly Field[] {
  const { net, layers, count } = seen(s);
  return layers.slice(0, count).map((_, i) => fieldOf(net, i + 1, unitBehind(s, net, layers, i + 1).unit));
}
