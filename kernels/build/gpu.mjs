// Makes dist/kernels/texts.js of the compiled functions: what gpu.js translates, as text.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { threadFrames } from "./frames.mjs";

const folder = join(import.meta.dirname, "../../dist/kernels");
const functions = await import(join(folder, "gpu.js"));
const { unary, binary } = await import(join(folder, "elementwise/table.js"));
const { integers } = await import(join(folder, "common/integers.js"));

const textOf = (kernel) => String(kernel).replace(/^ +/gm, "");
const kernels = Object.fromEntries([
  ...Object.entries(functions).map(([name, kernel]) => [name, textOf(kernel)]),
  ...Object.entries(unary).flatMap(([name, row]) => threadFrames(name, row, ["x"])),
  ...Object.entries(binary).flatMap(([name, row]) => threadFrames(name, row, ["a", "b"])),
]);
const helpers = integers.map((helper) => ({ source: textOf(helper), parameters: helper.length }));

writeFileSync(
  join(folder, "texts.js"),
  `export const kernels = ${JSON.stringify(kernels)};\nexport const helpers = ${JSON.stringify(helpers)};\n`,
);
