import { referenceKernels } from "../../kernels/reference.ts";
import { describeGraph } from "../core/describeGraph.ts";
import { gradFnOf, graphOf, savedStorages } from "../core/gradFn.ts";
import { formatCount } from "../core/ruledTable.ts";
import { sumOfBytes } from "../core/storage.ts";
import type { Tensor } from "../core/tensor.ts";
import { zeros } from "../create.ts";
import type { Executor } from "../devices/executor.ts";
import type { KernelName } from "../devices/kernels.ts";
import { QueuedDevice } from "../devices/queue.ts";
import { buildModel, type ModelName, type ModelTable, modelTable, type TableOptions } from "../models/index.ts";
import { crossEntropy } from "../ops/crossEntropy.ts";

const nothing = Symbol("no values");

/** Computes nothing and holds no values: the tape of the largest network takes neither time nor memory. */
const shapesOnly: Executor<typeof nothing> = {
  name: "shapes only",
  dtype: "float32",
  kernels: Object.keys(referenceKernels) as KernelName[],
  write: () => nothing,
  read: () => new Float32Array(),
  run: () => nothing,
  free: () => {},
  close: () => {},
};

interface Tape {
  readonly table: ModelTable;
  readonly loss: Tensor;
  readonly parameters: Readonly<Record<string, Tensor>>;
}

/** Records one training step of one image, up to the loss. */
export function recordTape(model: ModelName, options: TableOptions): Tape {
  const table = modelTable(model, options);
  const device = new QueuedDevice(shapesOnly);
  const network = buildModel(table, { device, skipInit: true });
  const named = [...network.namedParameters()];
  const blank = named.map(([name, { shape, size }]) => [name, { shape, data: new Float32Array(size) }] as const);
  network.load(blank, { strict: false });
  const loss = crossEntropy(network.forward(zeros([1, ...table.input], { device })), [0]);
  return { table, loss, parameters: Object.fromEntries(named) };
}

export function formatTape({ table, loss, parameters }: Tape, width: number): string {
  const { name, input, classes } = table;
  return [
    `${name}: ${input.join("×")} to ${formatCount(classes)} classes`,
    "The tape of one training step, for one image: backward goes from top to bottom.",
    "",
    describeGraph(loss, { names: parameters, width }),
  ].join("\n");
}

/** As plain data: parameters by the ids of their steps. */
export function tapeData({ table, loss, parameters }: Tape): object {
  const steps = graphOf(loss);
  const ids = Object.entries(parameters).map(([name, parameter]) => [name, gradFnOf(parameter)?.id]);
  const { name, input, classes } = table;
  const savedBytes = sumOfBytes(savedStorages(steps));
  return { name, input, classes, parameters: Object.fromEntries(ids), steps, savedBytes };
}
