// Compiles the SIMD kernels with and without relaxed SIMD, over a shared memory, and writes dist/kernels/modules.js: the
// binaries as text, which every bundler takes along and no server needs to find. The rungs of kernels/products/ladder go
// to dist/bench: no device loads them.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { deflateSync } from "node:zlib";
import { lanesFrame } from "./frames.mjs";
import { elementwise, entries, helpers, place, root } from "./sources.mjs";

const out = join(root, "dist/kernels");
const require = createRequire(import.meta.url);
const asc = join(dirname(require.resolve("assemblyscript/package.json")), "bin", "asc.js");
const common = [
  "--runtime",
  "stub",
  "--noAssert",
  "-O2",
  "--disableWarning",
  "201",
  "--importMemory",
  "--sharedMemory",
  "--transform",
  join(import.meta.dirname, "inline.mjs"),
];
const pages = ["--initialMemory", "16", "--maximumMemory", "65536"];
const variants = { strict: "simd,threads", relaxed: "simd,relaxed-simd,threads" };

/** How the binary imports its memory: kind 2, with the flags that say that it has a maximum (1) and is shared (2). */
const memoryImport = Buffer.from("\x06memory\x02\x03", "latin1");

/** The module: every entry point, those of the elementwise functions with their loops. */
function moduleText() {
  const specifierOf = (node) => relative(out, join(root, place(node))).replace(/\.ts$/, "");
  const exported = [...entries, ...helpers];
  const loopsOf = (file) => relative(out, join(root, "kernels/common", file));
  return [
    `import { map, zip } from "${loopsOf("map.wasm")}";`,
    `import { Walk, walkRows } from "${loopsOf("walk.wasm")}";`,
    ...elementwise.map((each) => lanesFrame(each, specifierOf(each))),
    ...exported.map((each) => `export { ${each.name.text} } from "${specifierOf(each)}";`),
  ].join("\n");
}

async function compile(source, binaryFile, features) {
  const args = [asc, source, "--outFile", binaryFile, ...common, ...pages, "--enable", features];
  const code = await new Promise((resolve) => {
    spawn(process.execPath, args, { stdio: "inherit" }).once("exit", resolve);
  });
  if (code !== 0) throw new Error(`${relative(root, source)} does not compile with ${features}`);
}

async function compileKernels([name, features]) {
  const binaryFile = join(scratch, `${name}.wasm`);
  await compile(entryFile, binaryFile, features);
  const binary = readFileSync(binaryFile);
  const memoryFlags = binary.indexOf(memoryImport) + memoryImport.length - 1;
  if (memoryFlags < memoryImport.length) throw new Error("the kernels import no shared memory");
  return [name, { deflated: deflateSync(binary, { level: 9 }).toString("base64"), memoryFlags }];
}

function compileLadder([name, features]) {
  return compile(ladderFile, join(root, `dist/bench/ladder.${name}.wasm`), features);
}

for (const folder of [out, join(root, "dist/bench")]) mkdirSync(folder, { recursive: true });
const ladderFile = join(root, "kernels/products/ladder/ladder.wasm.ts");
const entryFile = join(out, "module.ts");
writeFileSync(entryFile, moduleText());
const scratch = mkdtempSync(join(tmpdir(), "alexgrad-wasm-"));
try {
  const levels = Object.entries(variants);
  const [compiled] = await Promise.all([
    Promise.all(levels.map(compileKernels)),
    Promise.all(levels.map(compileLadder)),
  ]);
  const modules = Object.fromEntries(compiled);
  writeFileSync(join(out, "modules.js"), `export const modules = ${JSON.stringify(modules)};\n`);
} finally {
  rmSync(scratch, { recursive: true });
  rmSync(entryFile);
}
