import { AlexgradError, OptionError } from "../core/errors.ts";
import { describeReport, type LoadReport, type NamedState } from "../core/state.ts";
import type { Tensor } from "../core/tensor.ts";
import type { Module } from "../nn/module.ts";

/** Weights to begin with. */
export interface Pretrained {
  readonly tensors: NamedState;
  /** Where they are from, for errors. */
  readonly source: string;
  /** Whether the last layer may be missing or have other classes: it is then drawn. Default false. */
  readonly classesFromData?: boolean;
}

/** Gives a network weights that were trained before.
 *  @param head the module's path whose outputs are the classes.
 *  @returns what was drawn in place of them, of the head.
 *  @throws AlexgradError that names what does not fit. */
export function loadPretrained(
  model: Module,
  { tensors, source, classesFromData = false }: Pretrained,
  head: string,
): LoadReport {
  const report = model.load(tensors, { strict: false });
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

/** Freezes parts of a network.
 *  @param parts modules' paths ("features", "classifier.1") or layers' names ("conv1").
 *  @param layers the layers' names by their modules' paths.
 *  @throws OptionError if there is no such part, or nothing is left to train. */
export function freezeParts(model: Module, parts: readonly string[], layers: ReadonlyMap<string, string>): void {
  if (parts.length === 0) return;
  const modules = model.namedModules();
  const paths = new Map([...layers].map(([path, name]) => [name, path]));
  for (const part of parts) {
    const module = modules.get(paths.get(part) ?? part);
    if (module === undefined || part === "") {
      const known = [...modules].filter(([path, each]) => path !== "" && each.parameters().length > 0);
      const names = known.map(([path]) => path).join(", ");
      throw new OptionError(`freeze: expected parts among ${names}; got ${JSON.stringify(part)}`);
    }
    module.freeze();
  }
  if (!model.parameters().some(({ requiresGrad }) => requiresGrad)) {
    throw new OptionError(`freeze: expected something that is left to train; got ${parts.join(", ")}`);
  }
}

/** The parameters and running statistics that a training changes. */
export function trainedTensors(model: Module): Map<string, Tensor> {
  const modules = model.namedModules();
  const isTrained = (name: string) => !modules.get(name.slice(0, Math.max(0, name.lastIndexOf("."))))?.frozen;
  return new Map([...model.namedParameters(), ...model.namedBuffers()].filter(([name]) => isTrained(name)));
}
