import { makeDevice } from "../../../src/devices/gpu/makeDevice.ts";
import { defaultTiling } from "../../../src/devices/gpu/tiling.ts";
import { describeBackend, local } from "./describeBackend.ts";
import { emulatedDriver } from "./emulated.ts";

console.info(
  "The gpu device's kernels run as WebAssembly that gpu.js makes. `npm run test:gpu` and `test:browser` run them on a GPU.",
);

describeBackend("gpu.js without a GPU", async () => {
  const options = { obstacle: "", newCpu: null, products: "tiled", tiling: defaultTiling, warn: () => {} } as const;
  return local(makeDevice({ driver: emulatedDriver(), ...options }));
});
