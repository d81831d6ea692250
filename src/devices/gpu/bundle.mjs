// Copies gpu.js, as its authors bundle it for browsers, to dist/vendor/gpu.js as a module. So a package that depends on
// this one installs neither gpu.js's native `gl` nor its own older copy of `webgpu`, neither of which is ever loaded.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const bundle = createRequire(import.meta.url).resolve("gpu.js/dist/gpu-browser.js");
const out = join(import.meta.dirname, "../../../dist/vendor/gpu.js");

// The bundle names itself GPU on the window, over the browser's own interface of that name.
const module = `const own = Object.getOwnPropertyDescriptor(globalThis, "GPU");
const module = { exports: {} };
const exports = module.exports;
${readFileSync(bundle, "utf8")}
if (own === undefined) delete globalThis.GPU;
else Object.defineProperty(globalThis, "GPU", own);
export default module.exports;
`;

mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, module);
