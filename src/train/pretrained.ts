import { AlexgradError } from "../core/errors.ts";
import { describeReport, type LoadReport, type NamedState } from "../core/state.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Module } from "../nn/module.ts";

/** Weights to begin with. */
export interface Pretrained {
  readonly tensors: NamedState;
  /** Where they are from, for errors. */
  readonly source: string;
  /** Whether the last layer may be missing or have other classes: it is then drawn. Default: false. */
  readonly classesFromData?: boolean;
  /** Told what fits and what does not, before anything is refused. Default: nothing is told. */
  readonly onReport?: (report: LoadReport, model: Module) => void;
}

/** Gives a network weights that were trained before.
 *  @param head the module's path whose outputs are the classes.
 *  @returns what was drawn in place of them, of the head.
 *  @throws AlexgradError that names what does not fit. */
export function loadPretrained(
  model: Module,
  { tensors, source, classesFromData = false, onReport = () => {} }: Pretrained,
  head: string,
): LoadReport {
  const report = model.load(tensors, { strict: false });
  onReport(report, model);
  const isOther = (name: string) => !classesFromData || !name.startsWith(`${head}.`);
  const others: LoadReport = {
    missing: report.missing.filter(isOther),
    unexpected: report.unexpected,
    mismatched: report.mismatched.filter(({ name }) => isOther(name)),
  };
  if (others.missing.length + others.unexpected.length + others.mismatched.length > 0) {
    const names = [...others.missing, ...others.mismatched.map(({ name }) => name)];
    const isHeadAlone = others.unexpected.length === 0 && names.every((name) => name.startsWith(`${head}.`));
    const hint = isHeadAlone
      ? "; with classesFromData (--classes-from-data) the last layer is drawn for other classes"
      : "";
    throw new AlexgradError(`${source}: expected the network's names and shapes; ${describeReport(others)}${hint}`);
  }
  model.initialize();
  return report;
}

/** The parameters and running statistics that a training changes. */
export function trainedTensors(model: Module): Map<string, Tensor> {
  const modules = model.namedModules();
  const isTrained = (name: string) => !modules.get(name.slice(0, Math.max(0, name.lastIndexOf("."))))?.frozen;
  return new Map([...model.namedParameters(), ...model.namedBuffers()].filter(([name]) => isTrained(name)));
}
