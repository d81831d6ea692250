import { defaultTile, tileNames } from "../../kernels/products/candidates.wgsl.ts";
import { gpu } from "../../src/devices/gpu/index.node.ts";
import { describeBackend, local, products } from "../devices/gpu/describeBackend.ts";
import { recordTileCalls } from "../devices/gpu/tileCalls.ts";

// The default one has the whole of conformance.test.ts.
for (const tile of tileNames.filter((name) => name !== defaultTile)) {
  const open = async () => local(await gpu({ fallback: "error", tile }));
  describeBackend(`WebGPU in tiles of ${tile}`, open, products, recordTileCalls);
}
