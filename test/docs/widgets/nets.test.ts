import { describe, expect, it } from "vitest";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { type NetLayer, netNames, nets, type Start } from "../../../docs/widgets/nets/facts.ts";
import { widget } from "../../../docs/widgets/nets/index.ts";
import { views } from "../../../docs/widgets/nets/state.ts";
import { nets as words } from "../../../docs/widgets/words/en/nets.ts";
import { buildModel, type LayerSpec, modelTable, reference, summarize } from "../../../src/index.ts";

const all = "article=yes&second=yes";

/** What the cells of a view say, by "row:network"; without the mark of a difference. */
function cellsOf(view: string, more = all): Map<string, string> {
  const html = drawn(widget, `view=${view}&${more}`);
  const cells = html.matchAll(/data-key="([^"]+)"[^>]*>(?:<b>≠<\/b> )?([^<]*)<\/td>/g);
  return new Map(Array.from(cells, ([, key, text]) => [key!, text!]));
}

const number = (text: string) => Number(text.replaceAll(",", ""));

/** Every layer of every network. */
const layers = netNames.flatMap((net) => summarize(net).layers.map((layer) => ({ net, layer })));

describe("the table of networks", () => {
  it.each(["parameters", "macs"] as const)("has the %s that summarize counts", (view) => {
    const cells = cellsOf(view);
    for (const { net, layer } of layers) {
      const cell = cells.get(`${layer.name}:${net}`) ?? "–";
      expect([net, layer.name, cell === "–" ? 0 : number(cell)]).toEqual([net, layer.name, layer[view]]);
    }
    for (const net of netNames) expect(number(cells.get(`total:${net}`)!)).toBe(summarize(net).totals[view]);
  });

  it("has the activations that summarize counts, in the unit that is near", () => {
    const cells = cellsOf("activations");
    for (const { net, layer } of layers) {
      const [size = "0", unit = "kB"] = (cells.get(`${layer.name}:${net}`) ?? "–").replace("–", "0 kB").split(" ");
      const bytes = Number(size) * (unit === "MB" ? 1e6 : 1e3);
      expect(Math.abs(bytes - layer.activationBytes)).toBeLessThanOrEqual(unit === "MB" ? 5000 : 50);
    }
    expect(netNames.slice(0, 4).map((net) => cells.get(`total:${net}`))).toEqual([
      "7.70 MB",
      "7.57 MB",
      "7.70 MB",
      "4.39 MB",
    ]);
  });

  it("has each layer's options and what comes out of it", () => {
    const cells = cellsOf("layers");
    for (const { net, layer } of layers) {
      const cell = cells.get(`${layer.name}:${net}`);
      if (["relu", "flatten"].includes(layer.kind)) expect(cell).toBe(undefined);
      else expect([net, layer.name, optionsIn(cell!, layer.spec)]).toEqual([net, layer.name, optionsOf(layer.spec)]);
      if (/→/.test(cell ?? "")) expect(cell!.split("→\u00a0")[1]).toBe(layer.outputShape.join("×"));
    }
    for (const net of netNames) expect(cells.get(`input:${net}`)).toBe(summarize(net).input.join("×"));
  });

  it("has every network's order, layer behind layer", () => {
    const cells = cellsOf("layers");
    for (const net of netNames) {
      const { layers } = summarize(net);
      const written = layers
        .filter(({ kind }) => kind === "conv" || kind === "linear")
        .flatMap(({ name, kind }) => [words.kinds[kind], ...(cells.get(`after ${name}:${net}`)?.split(", ") ?? [])])
        .filter((each) => each !== "–");
      expect(written).toEqual(layers.flatMap(({ kind }) => (kind === "flatten" ? [] : [words.kinds[kind]])));
    }
    expect(cells.get("after conv1:code2012")).toBe("LRN, pool, ReLU");
    expect(cells.get("after conv5:torchvision")).toBe("ReLU, pool, adaptive pool, dropout");
  });

  it("marks what is not as in the first column, by a sign and by a word", () => {
    for (const view of views) {
      const html = drawn(widget, `view=${view}`);
      for (const [, row] of html.matchAll(/<tr><th scope="row">(.*?)<\/tr>/g)) {
        const cells = Array.from(row!.matchAll(/<td[^>]*aria-label="([^"]*)"[^>]*>(.*?)<\/td>/g));
        const texts = cells.map(([, , text]) => text!.replace("<b>≠</b> ", ""));
        const marked = texts.map((text) => text !== texts[0]);
        expect(cells.map(([, , text]) => text!.startsWith("<b>≠</b>"))).toEqual(marked);
        expect(cells.map(([, told]) => told!.endsWith(words.differs))).toEqual(marked);
      }
    }
  });

  it("explains each difference", () => {
    for (const view of views) {
      for (const [, key, mark] of drawn(widget, `view=${view}&${all}`).matchAll(/data-key="([^"]+)"[^>]*>(<b>)?/g)) {
        const said = widget.says({ view, article: true, second: true, select: key! });
        expect(said).toContain(`${key!.split(":")[1]}, ${key!.split(":")[0]}: `);
        expect([key, said.includes("; the paper's text: ")]).toEqual([key, mark !== undefined]);
      }
    }
  });
});

/** A layer's numbers as its cell writes them. */
function optionsIn(cell: string, spec: LayerSpec): readonly number[] {
  const [before] = cell.split("→");
  const numbers = before!.replaceAll("−", "-").match(/\d+(\.\d+)?(e-\d+)?/g) ?? [];
  return spec.kind === "batchNorm" ? [] : numbers.map(Number);
}

/** The same from its row of the table. */
function optionsOf(spec: LayerSpec): readonly number[] {
  const not = (usual: number, value: unknown) => (value === undefined || value === usual ? [] : [value as number]);
  switch (spec.kind) {
    case "conv": {
      const { filters, kernel, stride, padding, dilation, groups } = spec;
      const window = [kernel, kernel, ...not(1, stride), ...not(0, padding), ...not(1, dilation), ...not(1, groups)];
      return [filters, ...(window as number[])];
    }
    case "maxPool":
      return [spec.kernel, spec.kernel, spec.stride] as number[];
    case "adaptiveAvgPool":
      return [spec.outputSize, spec.outputSize] as number[];
    case "localResponseNorm": {
      const { size = 5, k = 1, alpha = 1e-4, beta = 0.75, divideAlpha = true, channels } = spec;
      const window = channels === "within" ? [size, size] : [size];
      return [...window, k, alpha, ...(divideAlpha ? [size ** window.length] : []), beta];
    }
    case "dropout":
      return [spec.p, spec.inverted === false ? 1 - spec.p : 1 / (1 - spec.p)];
    default:
      return [];
  }
}

describe("how weights start", () => {
  it("is what a layer draws, seen in the values of narrow networks", async () => {
    for (const net of netNames) {
      const { layers, ...table } = modelTable(net);
      const kept = layers.slice(
        0,
        layers.findIndex(({ kind }) => kind === "localResponseNorm" || kind === "maxPool"),
      );
      using model = buildModel({ ...table, layers: kept, input: [3, 32, 32] }, { device: reference() });
      const [first] = nets[net].layers as [NetLayer];
      for (const [name, parameter] of model.namedParameters()) {
        const start = name.endsWith("weight") ? first.weights : first.bias;
        if (name.includes(".0.")) expect(agrees(start, await parameter.data())).toBe(true);
      }
    }
  });

  it("is written in each cell", () => {
    const cells = cellsOf("start");
    for (const net of netNames) {
      for (const { name, weights, bias } of nets[net].layers.filter((layer) => layer.weights !== null)) {
        const written = cells.get(`${name}:${net}`)!.split(", ");
        expect(written[0]).toBe(textOf(weights!));
        expect(written[1]).toBe(bias === null ? words.noBias : `b ${textOf(bias)}`);
      }
    }
    expect(cells.get("conv4:code2012")).toBe("σ 0.03, b 1");
    expect(cells.get("fc6:caffe")).toBe("σ 0.005, b 0.1");
  });
});

const textOf = (start: Start) =>
  "value" in start ? String(start.value) : "sigma" in start ? `σ ${start.sigma}` : `±${start.bound.toFixed(3)}`;

/** Whether values are as they are said to be drawn. */
function agrees(start: Start | null, values: ArrayLike<number>): boolean {
  const all = Array.from(values);
  if (start === null || all.length === 0) return false;
  if ("value" in start) return all.every((value) => Math.fround(start.value) === value);
  const square = all.reduce((sum, value) => sum + value ** 2, 0) / all.length;
  if ("sigma" in start) return Math.abs(Math.sqrt(square) / start.sigma - 1) < 0.05;
  const most = Math.max(...all.map(Math.abs));
  return most <= start.bound && most > 0.9 * start.bound;
}
