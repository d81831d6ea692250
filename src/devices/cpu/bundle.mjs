// Makes dist/src/devices/cpu/workerText.js of the compiled worker.browser.js.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";

const folder = join(import.meta.dirname, "../../../dist/src/devices/cpu");
const bundle = await rolldown({ input: join(folder, "worker.browser.js") });
const { output } = await bundle.generate({ format: "iife", minify: true });
await bundle.close();
writeFileSync(join(folder, "workerText.js"), `export const workerText = ${JSON.stringify(output[0].code)};\n`);
