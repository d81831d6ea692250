import type { Padding, Pair } from "./window.ts";

interface Window {
  readonly kernel: Pair;
  readonly stride?: Pair;
  readonly padding?: Padding;
  readonly dilation?: Pair;
  readonly groups?: number;
  readonly ceilMode?: boolean;
}

/** "11×11/4 pad 2": what is as usual is left out. */
export function describeWindow({
  kernel,
  stride = 1,
  padding = 0,
  dilation = 1,
  groups = 1,
  ceilMode = false,
}: Window): string {
  const parts = [describeKernel(kernel) + (stride === 1 ? "" : `/${describePair(stride)}`)];
  if (padding !== 0) parts.push(`pad ${describePadding(padding)}`);
  if (ceilMode) parts.push("ceil");
  if (dilation !== 1) parts.push(`dilation ${describePair(dilation)}`);
  if (groups !== 1) parts.push(`groups ${groups}`);
  return parts.join(" ");
}

/** "3×3". */
export function describeKernel(pair: Pair): string {
  return typeof pair === "number" ? `${pair}×${pair}` : pair.join("×");
}

/** "2", or "2×1". */
function describePair(pair: Pair): string {
  return typeof pair === "number" ? `${pair}` : pair.join("×");
}

/** "same", "1", "1×0", or "top 1 left 2". */
function describePadding(padding: Padding): string {
  if (padding === "same") return padding;
  if (typeof padding === "number" || "length" in padding) return describePair(padding);
  return Object.entries(padding).flat().join(" ");
}
