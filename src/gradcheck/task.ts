import type { Device } from "../devices/device.ts";
import { reference } from "../devices/reference.ts";
import { alexnetSizes } from "./alexnetSizes.ts";
import { type CheckOptions, checkOp, type OpReport } from "./check.ts";
import { opInfos } from "./op-info/index.ts";
import { adjointAt } from "./oracles/adjoint.ts";

/** A check by name, so that it can be sent to another thread: an operator's random cases, or a layer of AlexNet's. */
export type Task =
  | ({ readonly kind: "op"; readonly op: string } & Omit<CheckOptions, "device">)
  | { readonly kind: "layer"; readonly layer: string; readonly seed: number };

/** The adjoint identity at a layer of AlexNet's. */
interface LayerReport {
  readonly layer: string;
  readonly op: string;
  readonly passed: boolean;
  readonly margin: number;
  readonly reason: string | null;
  readonly milliseconds: number;
}

export type TaskReport = OpReport | LayerReport;

export function isOpReport(report: TaskReport): report is OpReport {
  return !("layer" in report);
}

/** @param device default: the float64 reference. */
export async function runTask(task: Task, device: Device = reference({ dtype: "float64" })): Promise<TaskReport> {
  if (task.kind === "op") {
    const { kind: _, op, ...options } = task;
    return checkOp(opInfos.find((info) => info.name === op)!, { ...options, device });
  }
  const sized = alexnetSizes.find(({ name }) => name === task.layer)!;
  const started = performance.now();
  const { margin, reason } = await adjointAt(sized, task.seed)(device);
  const milliseconds = performance.now() - started;
  return { layer: sized.name, op: sized.op, passed: reason === null, margin, reason, milliseconds };
}
