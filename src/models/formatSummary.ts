import type { Padding, Pair } from "../core/geometry/window.ts";
import { kind, listOf, number, record, shape, text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import type { LayerSummary, Summary } from "./summary.ts";
import type { LayerSpec } from "./table.ts";
import { layerKind } from "./tableKind.ts";

const headings = ["layer", "kind", "output", "parameters", "", "MACs", "", "activation"];
/** What goes first where there is no room: each layer's share of the parameters and MACs. */
const shares = [4, 6];
/** Columns of text; the others are numbers and stand at the right. */
const textColumns = 2;

function hasCosts(value: object): boolean {
  const all = new Map(Object.entries(value));
  return ["parameters", "macs", "activationBytes", "parameterBytes"].every((name) => number.accepts(all.get(name)));
}

const summedLayer = kind("a layer of a summary", (value): value is LayerSummary => {
  if (!record.accepts(value) || !("spec" in value && "outputShape" in value)) return false;
  if (!("name" in value && text.accepts(value.name) && hasCosts(value))) return false;
  return layerKind.accepts(value.spec) && shape.accepts(value.outputShape);
});
const summaryKind = kind("what summarize returns", (value): value is Summary => {
  if (!record.accepts(value) || !("input" in value && "layers" in value && "totals" in value)) return false;
  if (!("name" in value && text.accepts(value.name))) return false;
  if (!("description" in value && text.accepts(value.description))) return false;
  if (!("classes" in value && number.accepts(value.classes))) return false;
  return (
    shape.accepts(value.input) &&
    record.accepts(value.totals) &&
    hasCosts(value.totals) &&
    listOf(summedLayer).accepts(value.layers)
  );
});

/** A summary as a table of plain text, at most 100 columns wide for the networks here.
 *  @param options.width a wider table is shown without the shares, which leaves 86 columns at most. Default 100. */
export function formatSummary(summary: Summary, options: { readonly width?: number } = {}): string {
  checkArgument("formatSummary", "summary", summary, summaryKind);
  checkOptions("formatSummary", options, { width: number });
  const { name, description, input, classes, layers, totals } = summary;
  const rows = layers.map((layer) => [
    layer.name,
    describe(layer.spec),
    layer.outputShape.join("×"),
    ...[formatCount(layer.parameters), formatShare(layer.parameters, totals.parameters)],
    ...[formatCount(layer.macs), formatShare(layer.macs, totals.macs)],
    formatBytes(layer.activationBytes),
  ]);
  const { parameters, macs, activationBytes, parameterBytes } = totals;
  const total = ["total", "", "", formatCount(parameters), "", formatCount(macs), "", formatBytes(activationBytes)];
  const widths = headings.map((_, i) => Math.max(...[headings, total, ...rows].map((row) => row[i]!.length)));
  const lengthOf = (columns: readonly number[]) => columns.reduce((sum, i) => sum + widths[i]! + 2, -2);
  const all = [...headings.keys()];
  const shown = lengthOf(all) <= (options.width ?? 100) ? all : all.filter((i) => !shares.includes(i));
  const line = (row: readonly string[]) =>
    shown
      .map((i) => (i < textColumns ? row[i]!.padEnd(widths[i]!) : row[i]!.padStart(widths[i]!)))
      .join("  ")
      .trimEnd();
  const rule = "─".repeat(lengthOf(shown));
  return [
    `${name}: ${input.join("×")} to ${formatCount(classes)} classes`,
    description,
    "",
    line(headings),
    rule,
    ...rows.map(line),
    rule,
    line(total),
    "",
    `Parameters take ${formatBytes(parameterBytes)} in float32; gradients and momentum as much again, each.`,
  ].join("\n");
}

function describe(spec: LayerSpec): string {
  switch (spec.kind) {
    case "conv": {
      const { kernel, stride = 1, dilation = 1, groups = 1 } = spec;
      const parts = [describeWindow(spec, kernel, stride)];
      if (dilation !== 1) parts.push(`dilation ${formatPair(dilation)}`);
      if (groups !== 1) parts.push(`groups ${groups}`);
      return parts.join(" ");
    }
    case "maxPool":
    case "avgPool":
      return describeWindow(spec, spec.kernel, spec.stride ?? spec.kernel);
    case "adaptiveAvgPool":
      return `adaptiveAvgPool ${formatKernel(spec.outputSize)}`;
    case "dropout":
      return `dropout ${spec.p}`;
    case "localResponseNorm":
      return spec.channels === "within" ? "localResponseNorm within" : "localResponseNorm";
    default:
      return spec.kind;
  }
}

function describeWindow(
  { kind, padding = 0, ceilMode = false }: { kind: string; padding?: Padding; ceilMode?: boolean },
  kernel: Pair,
  stride: Pair,
): string {
  const parts = [`${kind} ${formatKernel(kernel)}`];
  if (stride !== 1) parts[0] += `/${formatPair(stride)}`;
  if (padding !== 0) parts.push(`pad ${formatPadding(padding)}`);
  if (ceilMode) parts.push("ceil");
  return parts.join(" ");
}

/** "1", "1×0", or "top 1 left 2". */
function formatPadding(padding: Padding): string {
  if (typeof padding === "number" || "length" in padding) return formatPair(padding);
  return Object.entries(padding).flat().join(" ");
}

/** "3×3". */
function formatKernel(pair: Pair): string {
  return typeof pair === "number" ? `${pair}×${pair}` : pair.join("×");
}

/** "2", or "2×1". */
function formatPair(pair: Pair): string {
  return typeof pair === "number" ? `${pair}` : pair.join("×");
}

function formatCount(count: number): string {
  return count === 0 ? "" : count.toLocaleString("en-US");
}

function formatShare(part: number, whole: number): string {
  return part === 0 ? "" : `${((100 * part) / whole).toFixed(1)}%`;
}

const units = ["B", "KiB", "MiB", "GiB"];

function formatBytes(bytes: number): string {
  if (bytes === 0) return "";
  const power = Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
