import { OptionError } from "../core/errors.ts";
import { conv2dGeometry } from "../core/geometry/conv2d.ts";
import { pool2dGeometry } from "../core/geometry/pool2d.ts";
import { type Pair, padBehind, readPair } from "../core/geometry/window.ts";
import type { LayerSpec, ModelTable } from "../models/table.ts";
import { type Layer, trace } from "../models/trace.ts";
import { dropout2012, localResponseNorm2d, paddedConv2d } from "./modules.ts";

/** A network as a class of torch.nn whose parameters have the names that they have here.
 *  @returns model.py.
 *  @throws OptionError for a pooling that PyTorch has no windows for. */
export function modelCode(table: ModelTable): string {
  const layers = trace(table);
  const sections = [...new Set(layers.map(({ key }) => key.split(".")[0]!))];
  const lines = layers.map((layer) => ({ layer, code: layerCode(layer, table) }));
  const members = sections.flatMap((section) => {
    const inside = lines.filter(({ layer }) => layer.key.split(".")[0] === section);
    if (section === "flatten") return [];
    const [{ layer, code }] = inside as [(typeof inside)[number]];
    if (layer.key === section) return [`self.${section} = ${code}`];
    return [`self.${section} = nn.Sequential(`, ...inside.map(indented), ")"];
  });
  const own = [paddedConv2d, localResponseNorm2d, dropout2012].filter(({ name }) =>
    lines.some(({ code }) => code.startsWith(`${name}(`)),
  );
  const forward = sections.map((section) =>
    section === "flatten" ? "x = torch.flatten(x, 1)" : `x = self.${section}(x)`,
  );
  return [
    `"""${table.description}`,
    "",
    `Images [n, ${table.input.join(", ")}] to scores [n, ${table.classes}]. Made by \`alexgrad export\` from the table of ${table.name}: layers and`,
    'parameters have the names and places that they have there."""',
    "",
    "import torch",
    ...(own.some(({ code }) => code.includes("F.")) ? ["import torch.nn.functional as F"] : []),
    "from torch import nn",
    "",
    "",
    ...own.flatMap(({ code }) => [...code.split("\n"), "", ""]),
    "class Model(nn.Module):",
    `    def __init__(self, num_classes=${table.classes}):`,
    "        super().__init__()",
    ...members.map((line) => `        ${line}`),
    "",
    "    def forward(self, x):",
    ...forward.map((line) => `        ${line}`),
    "        return x",
    "",
  ].join("\n");
}

function indented({ layer, code }: { readonly layer: Layer; readonly code: string }): string {
  return `    ${code},${"name" in layer.spec ? `  # ${layer.name}` : ""}`;
}

function layerCode({ spec, name, input, weights }: Layer, { name: table }: ModelTable): string {
  switch (spec.kind) {
    case "conv":
      return convCode(spec, [1, ...input], weights!);
    case "linear":
      return call("nn.Linear", [input[0]!, spec.features === "classes" ? "num_classes" : spec.features]);
    case "maxPool":
    case "avgPool":
      return poolCode(`${table} ${name}`, spec, [1, ...input]);
    case "adaptiveAvgPool":
      return call("nn.AdaptiveAvgPool2d", [tuple(spec.outputSize)]);
    case "localResponseNorm":
      return normCode(spec);
    case "batchNorm":
      return call("nn.BatchNorm2d", [input[0]!]);
    case "dropout":
      return call(spec.inverted === false ? dropout2012.name : "nn.Dropout", [spec.p]);
    case "relu":
      return "nn.ReLU()";
    case "sigmoid":
      return "nn.Sigmoid()";
    case "tanh":
      return "nn.Tanh()";
    case "flatten":
      return "nn.Flatten()";
  }
}

type Spec<Kind> = Extract<LayerSpec, { readonly kind: Kind }>;

/** What hangs over below and to the right, where the size is rounded up or sides differ, is padding of its own in PyTorch. */
function convCode(spec: Spec<"conv">, input: readonly number[], weights: readonly number[]): string {
  const g = conv2dGeometry("conv2d", input, weights, spec);
  const bottom = padBehind({ size: g.h, before: g.top, count: g.oh, stride: g.sh, span: g.dh * (g.kh - 1) + 1 });
  const right = padBehind({ size: g.w, before: g.left, count: g.ow, stride: g.sw, span: g.dw * (g.kw - 1) + 1 });
  const isEven = bottom === g.top && right === g.left;
  const padding = { padding: isEven ? tuple([g.top, g.left]) : tuple([g.left, right, g.top, bottom]) };
  return call(isEven ? "nn.Conv2d" : paddedConv2d.name, [g.c, g.k], {
    kernel_size: tuple(spec.kernel),
    ...unless(1, { stride: tuple([g.sh, g.sw]) }),
    ...(isEven ? unless(0, padding) : padding),
    ...unless(1, { dilation: tuple([g.dh, g.dw]) }),
    ...unless(1, { groups: g.groups }),
    ...(spec.bias === false && { bias: "False" }),
  });
}

function poolCode(who: string, spec: Spec<"maxPool" | "avgPool">, input: readonly number[]): string {
  const { kh, kw, sh, sw, top, bottom, left, right } = pool2dGeometry(who, input, spec);
  if (top !== bottom || left !== right || 2 * top > kh || 2 * left > kw) {
    const got = `${top}, ${bottom} and ${left}, ${right}`;
    throw new OptionError(`${who}: PyTorch's poolings pad opposite sides alike, by half a window at most; got ${got}`);
  }
  return call(spec.kind === "maxPool" ? "nn.MaxPool2d" : "nn.AvgPool2d", [], {
    kernel_size: tuple([kh, kw]),
    ...(sh === kh && sw === kw ? {} : { stride: tuple([sh, sw]) }),
    ...unless(0, { padding: tuple([top, left]) }),
    ...(spec.ceilMode && { ceil_mode: "True" }),
  });
}

/** PyTorch divides α by the number of elements in the window, always. */
function normCode(spec: Spec<"localResponseNorm">): string {
  const { size = 5, alpha = 1e-4, beta = 0.75, k = 1, divideAlpha = true, channels = "across" } = spec;
  const across = channels === "across";
  const scaled = divideAlpha ? number(alpha) : `${across ? size : `${size} * ${size}`} * ${number(alpha)}`;
  return call(across ? "nn.LocalResponseNorm" : localResponseNorm2d.name, [size], {
    alpha: scaled,
    beta: number(beta),
    k: number(k),
  });
}

/** One number for both directions where they are the same. */
function tuple(values: Pair | readonly number[]): number | string {
  const all = typeof values === "number" ? readPair("export", "a pair", values, 0) : values;
  return new Set(all).size === 1 && all.length === 2 ? all[0]! : `(${all.join(", ")})`;
}

function number(value: number): string {
  return String(value);
}

/** The settings that are not what they would be anyway. */
function unless(usual: number, settings: Readonly<Record<string, number | string>>) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== usual));
}

function call(
  name: string,
  values: readonly (number | string)[],
  named: Readonly<Record<string, number | string>> = {},
): string {
  return `${name}(${[...values, ...Object.entries(named).map(([key, value]) => `${key}=${value}`)].join(", ")})`;
}
