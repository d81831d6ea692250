import { nets as words } from "../words/en/nets.ts";
import { bytes, count, describeLayer, describeStart } from "./cells.ts";
import type { Costs, Net, NetLayer } from "./facts.ts";
import { type State, shownNets } from "./state.ts";

/** What a row is about, by which its differences are explained. */
export type Aspect =
  | "input"
  | "conv"
  | "linear"
  | "order"
  | "norm"
  | "within"
  | "pool"
  | "drop"
  | "bn"
  | "start"
  | keyof Costs;

export interface Row {
  readonly name: string;
  readonly aspect: Aspect;
  /** By network; "" where it has none. */
  readonly cells: readonly string[];
}

/** The networks' layers, those of a name in a row. */
export function rowsOf(s: State): readonly Row[] {
  const { view } = s;
  const all = shownNets(s);
  if (view === "layers") return [inputRow(all), ...namesOf(all).flatMap((name) => layerRows(name, all))];
  const named = namesOf(all).map(
    (name): Row => ({
      name,
      ...cellsOf(
        view,
        all.map((net) => layerOf(net, name)),
      ),
    }),
  );
  const rows = named.filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (view === "start") return rows;
  const total = all.map(({ totals }) => costs[view](totals));
  return [...rows, { name: words.total, aspect: rows[0].aspect, cells: total }];
}

const costs = {
  parameters: ({ parameters }: Costs) => (parameters === 0 ? "" : count(parameters)),
  macs: ({ macs }: Costs) => (macs === 0 ? "" : count(macs)),
  activations: ({ activationBytes }: Costs) => (activationBytes === 0 ? "" : bytes(activationBytes)),
};

function cellsOf(view: Exclude<State["view"], "layers">, layers: readonly (NetLayer | undefined)[]): Omit<Row, "name"> {
  if (view === "start") return { aspect: "start", cells: layers.map((layer) => (layer ? describeStart(layer) : "")) };
  const aspect = view === "activations" ? "activationBytes" : view;
  return { aspect, cells: layers.map((layer) => (layer ? costs[view](layer) : "")) };
}

const layerOf = ({ layers }: Net, name: string) => layers.find((layer) => layer.name === name);

const inputRow = (all: readonly Net[]): Row => ({
  name: words.input,
  aspect: "input",
  cells: all.map(({ input }) => input.join("×")),
});

/** A layer's own row and, behind one with weights, one for the order of those up to the next. */
function layerRows(name: string, all: readonly Net[]): readonly Row[] {
  const layers = all.map((net) => layerOf(net, name));
  const kind = layers.find((layer) => layer !== undefined)!.spec.kind;
  if (kind === "relu" || kind === "flatten") return [];
  const row = { name, aspect: aspectOf(layers), cells: layers.map((layer) => (layer ? describeLayer(layer) : "")) };
  if (kind !== "conv" && kind !== "linear") return [row];
  const order = all.map((net) => orderBehind(net, name));
  return order.every((each) => each === "")
    ? [row]
    : [row, { name: words.behind(name), aspect: "order", cells: order }];
}

function aspectOf(layers: readonly (NetLayer | undefined)[]): Aspect {
  const { spec } = layers.find((layer) => layer !== undefined)!;
  switch (spec.kind) {
    case "conv":
    case "linear":
      return spec.kind;
    case "localResponseNorm":
      return spec.channels === "within" ? "within" : "norm";
    case "dropout":
      return "drop";
    case "batchNorm":
      return "bn";
    default:
      return "pool";
  }
}

/** What stands between a layer with weights and the next: "ReLU, LRN, pool". */
function orderBehind({ layers }: Net, name: string): string {
  const start = layers.findIndex((layer) => layer.name === name);
  if (start < 0) return "";
  const behind = layers.slice(start + 1);
  const end = behind.findIndex(({ weights }) => weights !== null);
  const between = end < 0 ? behind : behind.slice(0, end);
  return between.flatMap(({ spec }) => (spec.kind === "flatten" ? [] : [words.kinds[spec.kind]])).join(", ");
}

/** All names, in the order of the first network; what it lacks stands behind what it follows. */
function namesOf(all: readonly Net[]): readonly string[] {
  const names: string[] = [];
  for (const { layers } of all) {
    for (const [i, { name }] of layers.entries()) {
      if (names.includes(name)) continue;
      const before = layers[i - 1];
      names.splice(before === undefined ? 0 : names.indexOf(before.name) + 1, 0, name);
    }
  }
  return names;
}
