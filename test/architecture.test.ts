import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The kinds of files in kernels, by their names, and what each may import besides its own kind. */
const kernelKinds: readonly [kind: RegExp, allowed: RegExp][] = [
  [/\.wasm(\.ts)?$/, /^$/],
  [/\b(gpu|thread|integers|wgsl|gpu\.d)\.ts$/, /^$/],
  [/\bcpuPlans\.ts$/, /^(src\/core\/|src\/devices\/cpu\/|kernels\/elementwise\/table\.ts)/],
  [/\bgpuPlans\.ts$/, /^(src\/core\/|src\/devices\/gpu\/|kernels\/elementwise\/table\.ts|kernels\/.*\b(gpu|wgsl)\.ts)/],
  // The definitions: the reference, and what it is made of.
  [/^kernels\//, /^src\/core\/(errors|rng)\.ts$/],
];

const kindOf = (file: string) => kernelKinds.find(([kind]) => kind.test(file));

/** Which rooms a room may import from, besides itself. Types of the seam (devices/device, devices/kernels) and of core
 *  are open to all, as they hold no code. */
const allowed: Record<string, readonly string[]> = {
  "src/core": [],
  "src/threads": ["src/core/errors.ts"],
  "src/devices": ["src/core", "src/threads", "kernels"],
  "src/ops": ["src/core", "kernels/elementwise/table.ts"],
  "src/create.ts": ["src/core", "src/devices"],
  "src/methods.ts": ["src/core", "src/ops"],
  "src/index.ts": [
    "src/core",
    "src/devices",
    "src/ops",
    "src/create.ts",
    "src/methods.ts",
    "src/nn",
    "src/optim",
    "src/models",
  ],
  "src/nn": ["src/core", "src/ops", "src/create.ts", "src/devices/default.ts"],
  "src/optim": ["src/core", "src/ops", "src/create.ts"],
  "src/models": ["src/core", "src/nn", "src/ops"],
  "src/data": ["src/core", "src/io", "src/threads"],
  "src/io": ["src/core"],
  "src/onnx": ["src/core", "src/ops/localResponseNorm.ts", "src/models", "src/io"],
  "src/gradcheck": ["src/core", "src/threads", "src/ops", "src/devices", "src/create.ts", "kernels"],
  "src/train": ["src/core", "src/ops", "src/create.ts", "src/nn", "src/optim", "src/models", "src/data", "src/io"],
  "src/study": ["src/core", "src/models", "src/data", "src/io", "src/train"],
  "src/torch": ["src/core", "src/models", "src/nn", "src/data", "src/io", "src/train"],
  "src/cli": ["src", "kernels", "bench"],
  bench: [
    "src/core",
    "src/threads",
    "src/devices",
    "src/ops",
    "src/create.ts",
    "src/nn",
    "src/optim",
    "src/models",
    "src/data",
    "src/gradcheck",
    "src/train/report",
    "src/cli/format.ts",
    "kernels",
  ],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isType: boolean;
}

const files = ["src", "kernels", "bench"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
    .map((file) => join(folder, file)),
);

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(root, file), "utf8");
  const statements = text.matchAll(/^(import|export)\s(type\s)?[^;]*?from\s"([^"]+)";/gms);
  return [...statements, ...text.matchAll(/^(import)\s()"([^"]+)";/gm)].map(([, , isType, from]) => ({
    file,
    target: from!.startsWith(".") ? normalize(join(dirname(file), from!)) : from!,
    isType: Boolean(isType),
  }));
});

/** The files that lead back to themselves, those of one circle together. */
function circles(edges: readonly Pick<Import, "file" | "target">[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { file, target } of edges) targets.set(file, [...(targets.get(file) ?? []), target]);
  const reach = new Map(
    [...targets].map(([file, direct]) => {
      const found = new Set(direct);
      for (const each of found) for (const next of targets.get(each) ?? []) found.add(next);
      return [file, found];
    }),
  );
  const closed = [...targets.keys()].filter((file) => reach.get(file)!.has(file)).sort();
  const groups = closed.map((file) =>
    closed.filter((other) => reach.get(file)!.has(other) && reach.get(other)!.has(file)),
  );
  return groups.filter((group, i) => group[0] === closed[i]);
}

/** What only Node runs: the command line, and of the benchmarks what is not in a folder, such as the engine's. */
const isNode = (file: string) =>
  file.endsWith(".node.ts") || file.startsWith("src/cli/") || /^bench\/[^/]+$/.test(file);

const isBrowser = (file: string) => file.endsWith(".browser.ts");

const roomOf = (file: string) => Object.keys(allowed).find((room) => file === room || file.startsWith(`${room}/`));

describe("the house", () => {
  it("has a rule for every file", () => {
    expect(files.filter((file) => roomOf(file) === undefined && kindOf(file) === undefined)).toEqual([]);
    expect(imports.length).toBeGreaterThan(200);
  });

  it("imports only downwards", () => {
    const wrong = imports.filter(({ file, target, isType }) => {
      if (!/^(src|kernels|bench)\//.test(target)) return false;
      if (isType && /^src\/(core\/|devices\/(device|kernels)\.ts)/.test(target)) return false;
      const kind = kindOf(file);
      if (kind !== undefined) return kindOf(target) !== kind && !kind[1].test(target);
      const room = roomOf(file)!;
      return ![room, ...allowed[room]].some((prefix) => target === prefix || target.startsWith(`${prefix}/`));
    });
    expect(wrong).toEqual([]);
  });

  it("has no circle of imports", () => {
    expect(circles(imports.filter(({ isType }) => !isType))).toEqual([]);
    // A tensor has the node that made it, and a node the gradient, a tensor.
    expect(circles(imports)).toEqual([["src/core/autograd.ts", "src/core/tensor.ts"]]);
  });

  it("would find one", () => {
    const edges = ["a b", "b c", "c b", "c d", "e f", "f g", "g e", "h h"].map((edge) => {
      const [file, target] = edge.split(" ") as [string, string];
      return { file, target };
    });
    expect(circles(edges)).toEqual([["b", "c"], ["e", "f", "g"], ["h"]]);
  });

  it("starts threads in one place", () => {
    const engines = /^(piscina|node:worker_threads)$/;
    const starters = imports.filter(({ target, isType }) => !isType && engines.test(target));
    const outside = starters.filter(
      ({ file }) => !file.startsWith("src/threads/") && !/[wW]orker\.node\.ts$/.test(file),
    );
    expect(outside).toEqual([]);
    const text = (file: string) => readFileSync(join(root, file), "utf8");
    // A page's workers are made where their script lies: bundlers know them by that expression.
    expect(files.filter((file) => /\bnew (Worker|Piscina)\b/.test(text(file))).sort()).toEqual([
      "src/devices/cpu/pool.browser.ts",
      "src/threads/threads.node.ts",
    ]);
  });

  it("keeps Node out of everything that runs in a browser", () => {
    const wrong = imports.filter(({ file, target }) => {
      return !isNode(file) && (target.startsWith("node:") || target.endsWith(".node.ts"));
    });
    expect(wrong).toEqual([]);
    const globals = files.filter((file) => !isNode(file));
    const named = globals.filter((file) =>
      /\b(process|Buffer|__dirname)\./.test(readFileSync(join(root, file), "utf8")),
    );
    expect(named.map((file) => relative(root, file))).toEqual([]);
  });

  it("keeps the browser out of everything else", () => {
    // Node is given what gpu.js looks for.
    const wrong = files.filter((file) => {
      if (file === "src/devices/gpu/provide.node.ts") return false;
      const text = readFileSync(join(root, file), "utf8");
      return !file.endsWith(".browser.ts") && /\b(navigator|crossOriginIsolated)\b/.test(text);
    });
    expect(wrong).toEqual([]);
    expect(imports.filter(({ file, target }) => !isBrowser(file) && isBrowser(target))).toEqual([]);
  });
});
