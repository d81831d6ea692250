import { writeFileSync } from "node:fs";
import { serve } from "../../bench/peers/protocol.mjs";

/** What it does wrong; it says so on stderr as a library would. */
const fault = process.env.FAKE_PEER;

if (fault === "hangs at start") await new Promise((resolve) => setTimeout(resolve, 600_000));
if (fault === "dies at start") throw new Error("Cannot find package 'nowhere'");
if (fault === "talks") console.log("Welcome to the fake peer!");

if (fault === "stays") {
  writeFileSync(process.env.FAKE_PEER_PID, `${process.pid}`);
  setInterval(() => {}, 1000);
}

const n = 1024;

/** The first rows of a product, and zeros for the others. */
function multiply(a, b, rows) {
  const out = new Float64Array(n * n);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < n; k += 4) {
      const [a0, a1, a2, a3] = a.subarray(i * n + k, i * n + k + 4);
      const [b0, b1, b2, b3] = [k, k + 1, k + 2, k + 3].map((row) => b.subarray(row * n, (row + 1) * n));
      for (let j = 0; j < n; j++) out[i * n + j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
    }
  }
  return Float32Array.from(out);
}

function gemm({ threads, given }) {
  const product = multiply(given.take([n, n]), given.take([n, n]), fault === "" ? n : 16);
  if (fault === "one value is wrong") product[12345] += 1;
  if (fault === "a value is NaN") product[7] = Number.NaN;
  const check = () => (fault === "a value is missing" ? product.subarray(1) : product);
  const run = () => {
    if (fault !== "dies in a round") return;
    console.error("MemoryError: nothing left");
    process.exit(1);
  };
  return { run, check, threads };
}

await serve("fake 1.0", { gemm, forward: "it only multiplies" });
