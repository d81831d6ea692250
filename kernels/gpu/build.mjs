// Makes dist/kernels/gpu/texts.js of the compiled functions: what gpu.js translates, as text.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../dist/kernels/gpu");
const functions = await import(join(folder, "index.js"));
const { integers } = await import(join(folder, "integers.js"));

const textOf = (kernel) => String(kernel).replace(/^ +/gm, "");
const kernels = Object.fromEntries(Object.entries(functions).map(([name, kernel]) => [name, textOf(kernel)]));
const helpers = integers.map((helper) => ({ source: textOf(helper), parameters: helper.length }));

writeFileSync(
  join(folder, "texts.js"),
  `export const kernels = ${JSON.stringify(kernels)};\nexport const helpers = ${JSON.stringify(helpers)};\n`,
);
