import { readdirSync } from "node:fs";
import { join } from "node:path";
import { families } from "../../src/gradcheck/op-info/index.ts";
import { pages, root } from "../.vitepress/pages.ts";
import { type Declaration, declarationIn, formulasOf } from "../.vitepress/plugins/declaration.ts";
import { catalog } from "../museum/catalog/index.ts";
import { facts } from "../widgets/checks/facts.ts";

interface Operator {
  readonly name: string;
  /** The first line of its docstring's formulas, or the docstring's first sentence. */
  readonly formula: string;
  /** Whether it can be differentiated, once and more. */
  readonly isDifferentiable: boolean;
  /** How many gradient bugs of its own the checker is tried on. */
  readonly bugs: number;
  /** Its page, or that of the API. */
  readonly link: string;
  /** Whether a page draws it. */
  readonly hasPage: boolean;
  /** How many kinds of its attributes random cases of the gradient checker fell into, of how many, on the reference. */
  readonly covered: readonly [met: number, of: number] | null;
  /** Where the coverage says which. */
  readonly coverage: string;
}

interface Family {
  readonly name: string;
  readonly operators: readonly Operator[];
}

declare const data: readonly Family[];

export { data };

/** Which page an operator stands on. */
const pageOf: Readonly<Record<string, string>> = {
  conv2d: "conv2d",
  depthwiseSeparableConv2d: "groups",
  pad: "padding",
  ...Object.fromEntries(["linear", "matmul", "flatten"].map((name) => [name, "linear"])),
  maxPool2d: "max-pool",
  ...Object.fromEntries(["avgPool2d", "adaptiveAvgPool2d"].map((name) => [name, "avg-pool"])),
  localResponseNorm: "lrn",
  batchNorm: "batch-norm",
  dropout: "dropout",
  ...Object.fromEntries(["relu", "leakyRelu", "sigmoid", "tanh", "clamp", "abs"].map((name) => [name, "activations"])),
  ...Object.fromEntries(["softmax", "logSoftmax", "crossEntropy", "nllLoss"].map((name) => [name, "softmax"])),
  ...Object.fromEntries(
    ["add", "sub", "mul", "div", "broadcastTo", "sum", "mean", "variance", "max"].map((name) => [name, "broadcasting"]),
  ),
};

const files = readdirSync(join(root, "src/ops")).map((file) => `src/ops/${file}`);

function declarationOf(name: string): Declaration {
  for (const file of files) {
    try {
      const found = declarationIn(file, name);
      if (found.docblock !== "") return found;
    } catch {
      // It stands in another file.
    }
  }
  throw new Error(`expected src/ops to declare ${name}`);
}

function operatorOf(name: string, isDifferentiable: boolean): Operator {
  const { docblock } = declarationOf(name);
  const [formula = ""] = formulasOf(docblock).split(/\n| {3,}/);
  const [, sentence = ""] = /^\/\*\*\s*(.*?[.:])(\s|$)/s.exec(docblock.replaceAll(/\n\s*\*/g, "")) ?? [];
  const path = `ops/${pageOf[name]}.md`;
  const [met, of] = facts[name]?.covered.reference ?? [];
  const hasPage = pages.some((page) => page.path === path);
  return {
    name,
    formula: formula || sentence,
    isDifferentiable,
    bugs: catalog.filter(({ ops }) => ops.includes(name)).length,
    link: hasPage ? `/${path.replace(".md", ".html")}` : `/api/alexgrad/functions/${name}.html`,
    hasPage,
    covered: met === undefined ? null : [met, of!],
    coverage: `/house/coverage.html#${name.toLowerCase()}`,
  };
}

export default {
  load(): readonly Family[] {
    return Object.entries(families).map(([name, rows]) => ({
      name,
      operators: rows.map((row) => operatorOf(row.name, row.isDifferentiable ?? true)),
    }));
  },
};
