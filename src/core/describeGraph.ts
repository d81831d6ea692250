import { type GradFn, gradFnOf, graphBehind, savedStorages, storagesOf } from "./gradFn.ts";
import { kind, number, record } from "./kinds.ts";
import { checkOptions, type Kinds } from "./options.ts";
import { formatBytes, ruledTable } from "./ruledTable.ts";
import type { Shape } from "./shape.ts";
import { type Storage, sumOfBytes } from "./storage.ts";
import { Tensor } from "./tensor.ts";

/** How a graph is printed. */
export interface DescribeGraphOptions {
  /** What to call the tensors that the reader knows: `{ a, b }`. Default: none has a name. */
  readonly names?: Readonly<Record<string, Tensor>>;
  /** A wider table is shown without the shapes of what is saved. Default: 100. */
  readonly width?: number;
}

const optionKinds: Kinds<DescribeGraphOptions> = {
  names: kind("an object of tensors by name", (value): value is Readonly<Record<string, Tensor>> => {
    return record.accepts(value) && Object.values(value).every((each) => each instanceof Tensor);
  }),
  width: number,
};

const headings = ["step", "operator", "output", "inputs", "saved", ""];
/** Columns of text; the last one is of numbers. */
const textColumns = 5;

/** The tape behind one tensor or several as a table of plain text: a line for each step, in the order in which `backward`
 *  goes through them, with what it saved and how many bytes that takes; last, all that is saved, each buffer counted once.
 *  @param outputs of any shapes.
 *  @returns the table, many lines long.
 *  @throws OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { describeGraph, tensor } from "alexgrad";
 *
 *  const [a, b] = [tensor(2, { requiresGrad: true }), tensor(3, { requiresGrad: true })];
 *  const lines = describeGraph(a.mul(b), { names: { a, b } }).split("\n");
 *  console.log(lines.at(-1)); // Saved: 8 B, each buffer counted once; 8 B of it in named tensors.
 *  ``` */
export function describeGraph(outputs: Tensor | readonly Tensor[], options: DescribeGraphOptions = {}): string {
  checkOptions("describeGraph", options, optionKinds);
  const { names = {}, width = 100 } = options;
  const graph = graphBehind("describeGraph", outputs);
  const saved = savedStorages(graph);
  const table = (withShapes: boolean) => {
    const rows = graph.map((gradFn) => rowOf(gradFn, names, withShapes));
    const total = [
      "total",
      graph.length === 1 ? "1 step" : `${graph.length} steps`,
      "",
      "",
      "",
      formatBytes(sumOfBytes(saved)),
    ];
    return ruledTable(headings, rows, total, textColumns);
  };
  const whole = table(true);
  const isTooWide = whole.split("\n").some((line) => line.length > width);
  return [isTooWide ? table(false) : whole, "", describeSaved(saved, Object.values(names))].join("\n");
}

function rowOf(gradFn: GradFn, names: Readonly<Record<string, Tensor>>, withShapes: boolean): string[] {
  const { id, op, shape, inputs, saved, isLeaf, isFreed } = gradFn;
  const known = Object.keys(names).filter((name) => gradFnOf(names[name]) === gradFn);
  const from = inputs.map(({ name, gradFn }) => `${name} ${gradFn === null ? "const" : `#${gradFn.id}`}`);
  const keeps = saved.map(({ name, shape }) => (withShapes ? `${name} ${sizes(shape)}` : name));
  const bytes = saved.reduce((sum, each) => sum + each.bytes, 0);
  return [
    `#${id}`,
    isLeaf ? op : [...known, op].join(" = "),
    sizes(shape),
    (isLeaf ? known : from).join(", "),
    isFreed ? "freed" : keeps.join(", "),
    formatBytes(bytes),
  ];
}

function sizes(shape: Shape): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

function describeSaved(saved: ReadonlySet<Storage>, named: readonly Tensor[]): string {
  if (saved.size === 0) return "Saved: nothing.";
  const own = new Set([...storagesOf(named)].filter((storage) => saved.has(storage)));
  const part = own.size === 0 ? "" : `; ${formatBytes(sumOfBytes(own))} of it in named tensors`;
  return `Saved: ${formatBytes(sumOfBytes(saved))}, each buffer counted once${part}.`;
}
