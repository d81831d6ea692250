import { describeKernel, describeWindow } from "../core/geometry/describeWindow.ts";
import { kind, listOf, number, record, shape, text } from "../core/kinds.ts";
import { checkArgument, checkOptions } from "../core/options.ts";
import { formatBytes, formatCount, ruledTable } from "../core/ruledTable.ts";
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
 *  @param summary what `summarize` returned.
 *  @param options.width a wider table is shown without the shares, which leaves 86 columns at most. Default: 100.
 *  @returns the table, many lines long.
 *  @throws OptionError for an unknown option.
 *
 *  @example
 *  ```ts
 *  import { formatSummary, summarize } from "alexgrad";
 *
 *  const lines = formatSummary(summarize("lenet5")).split("\n");
 *  console.log(lines[0]); // lenet5: 1×32×32 to 10 classes
 *  ``` */
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
  const table = (columns: readonly number[]) => {
    const [head, sums, ...body] = [headings, total, ...rows].map((row) => columns.map((i) => row[i]));
    return ruledTable(head!, body, sums!, textColumns);
  };
  const all = [...headings.keys()];
  const whole = table(all);
  const isTooWide = whole.split("\n").some((line) => line.length > (options.width ?? 100));
  return [
    `${name}: ${input.join("×")} to ${formatCount(classes)} classes`,
    description,
    "",
    isTooWide ? table(all.filter((i) => !shares.includes(i))) : whole,
    "",
    `Parameters take ${formatBytes(parameterBytes)} in float32; gradients and momentum as much again, each.`,
  ].join("\n");
}

function describe(spec: LayerSpec): string {
  switch (spec.kind) {
    case "conv":
      return `conv ${describeWindow(spec)}`;
    case "maxPool":
    case "avgPool":
      return `${spec.kind} ${describeWindow({ ...spec, stride: spec.stride ?? spec.kernel })}`;
    case "adaptiveAvgPool":
      return `adaptiveAvgPool ${describeKernel(spec.outputSize)}`;
    case "dropout":
      return `dropout ${spec.p}`;
    case "localResponseNorm":
      return spec.channels === "within" ? "localResponseNorm within" : "localResponseNorm";
    default:
      return spec.kind;
  }
}

function formatShare(part: number, whole: number): string {
  return part === 0 ? "" : `${((100 * part) / whole).toFixed(1)}%`;
}
