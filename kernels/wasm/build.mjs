// Compiles index.ts with and without relaxed SIMD, over a shared memory, and writes dist/kernels/wasm/modules.js: the
// binaries as text, which every bundler takes along and no server needs to find.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { deflateSync } from "node:zlib";

const folder = import.meta.dirname;
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
  join(folder, "inline.mjs"),
];
const pages = ["--initialMemory", "16", "--maximumMemory", "65536"];
const variants = { strict: "simd,threads", relaxed: "simd,relaxed-simd,threads" };

/** How the binary imports its memory: kind 2, with the flags that say that it has a maximum (1) and is shared (2). */
const memoryImport = Buffer.from("\x06memory\x02\x03", "latin1");

async function compile(name, features, scratch) {
  const out = join(scratch, `${name}.wasm`);
  const args = [asc, join(folder, "index.ts"), "--outFile", out, ...common, ...pages, "--enable", features];
  const code = await new Promise((resolve) => {
    spawn(process.execPath, args, { stdio: "inherit" }).once("exit", resolve);
  });
  if (code !== 0) throw new Error(`the kernels do not compile with ${features}`);
  const binary = readFileSync(out);
  const memoryFlags = binary.indexOf(memoryImport) + memoryImport.length - 1;
  if (memoryFlags < memoryImport.length) throw new Error("the kernels import no shared memory");
  return [name, { deflated: deflateSync(binary, { level: 9 }).toString("base64"), memoryFlags }];
}

const scratch = mkdtempSync(join(tmpdir(), "alexgrad-wasm-"));
try {
  const compiled = Object.entries(variants).map(([name, features]) => compile(name, features, scratch));
  const modules = Object.fromEntries(await Promise.all(compiled));
  const out = join(folder, "../../dist/kernels/wasm");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "modules.js"), `export const modules = ${JSON.stringify(modules)};\n`);
} finally {
  rmSync(scratch, { recursive: true });
}
