import { OptionError } from "../core/errors.ts";
import type { ModelTable } from "../models/index.ts";
import { trace } from "../models/trace.ts";

/** The modules' paths of what a recipe freezes.
 *  @param parts modules' paths ("features", "classifier.1") or layers' names ("conv1").
 *  @throws OptionError if there is no such part, or nothing is left to train. */
export function frozenPaths(parts: readonly string[], table: ModelTable): string[] {
  if (parts.length === 0) return [];
  const layers = trace(table).filter(({ weights, spec }) => weights !== null || spec.kind === "batchNorm");
  const known = new Set(layers.flatMap(({ key }) => [...parents(key), key]));
  const keys = new Map(layers.map(({ name, key }) => [name, key]));
  const paths = parts.map((part) => keys.get(part) ?? part);
  const wrong = parts.find((_, i) => !known.has(paths[i]));
  if (wrong !== undefined) {
    throw new OptionError(`freeze: expected parts among ${[...known].join(", ")}; got ${JSON.stringify(wrong)}`);
  }
  const isFrozen = (key: string) => [...parents(key), key].some((path) => paths.includes(path));
  if (layers.every(({ key }) => isFrozen(key))) {
    throw new OptionError(`freeze: expected something that is left to train; got ${parts.join(", ")}`);
  }
  return paths;
}

/** "a.b.c" → "a", "a.b". */
function parents(path: string): string[] {
  const names = path.split(".").slice(0, -1);
  return names.map((_, i) => names.slice(0, i + 1).join("."));
}
