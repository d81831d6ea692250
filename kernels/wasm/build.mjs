// Compiles index.ts to dist/kernels/wasm, all variants at once: {simd, relaxed}.{shared, single}.wasm.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const asc = join(dirname(require.resolve("assemblyscript/package.json")), "bin", "asc.js");
const common = ["--runtime", "stub", "--noAssert", "-O2", "--disableWarning", "201", "--importMemory"];
const pages = ["--initialMemory", "16", "--maximumMemory", "65536"];

const variants = {
  "simd.shared": ["--enable", "simd,threads", "--sharedMemory"],
  "relaxed.shared": ["--enable", "simd,relaxed-simd,threads", "--sharedMemory"],
  "simd.single": ["--enable", "simd"],
  "relaxed.single": ["--enable", "simd,relaxed-simd"],
};

const compile = ([name, flags]) =>
  new Promise((resolve) => {
    const out = join(folder, "../../dist/kernels/wasm", `${name}.wasm`);
    const args = [asc, join(folder, "index.ts"), "--outFile", out, ...common, ...pages, ...flags];
    spawn(process.execPath, args, { stdio: "inherit" }).once("exit", resolve);
  });

const codes = await Promise.all(Object.entries(variants).map(compile));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
