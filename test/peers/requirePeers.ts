import { existsSync } from "node:fs";

export const peers = new URL("../../bench/peers/", import.meta.url);

/** Before the tests: what is not installed is never a pass. */
export function setup(): void {
  const isThere = existsSync(new URL("node_modules/onnxruntime-node", peers));
  if (!isThere) throw new Error("These tests need other libraries: npm ci --prefix bench/peers --ignore-scripts");
}
