import { Rng } from "../../../src/core/rng.ts";
import type { Device } from "../../../src/devices/device.ts";
import { draw, special } from "../values.ts";
import type { Recordings } from "./calls.ts";

const sizes = [1, 2, 3, 4, 5, 63, 64, 65, 1000, 1999];

/** What optimizers and others call. */
export async function recordSeamCalls(recordings: Recordings): Promise<void> {
  const rng = new Rng(4);
  const device = recordings.device("seam");
  for (const size of sizes) {
    recordOptimizers(device, size, rng);
    recordSources(device, size, rng);
  }
  for (const size of [1, 65, 40_000]) {
    const values = Float32Array.from({ length: size }, () => special[rng.int(special.length)]);
    device.run.countNonFinite([1], device.write(values));
  }
  for (const rows of [1, 7, 300]) {
    for (const classes of [1, 10, 37]) recordLabels(device, rows, classes, rng);
  }
  await device.sync();
  recordBadLabels(recordings);
}

function recordOptimizers(device: Device, size: number, rng: Rng): void {
  const write = () => device.write(draw(size, rng));
  const writePositive = () => device.write(draw(size, rng).map(Math.abs));
  const [a, b, c] = [write(), write(), write()];
  const combine = { alpha: rng.uniform(-1, 1), beta: rng.uniform(-1, 1), gamma: rng.uniform(-1, 1) };
  device.run.linearCombination([size], a, b, null, combine);
  device.run.linearCombination([size], a, b, c, combine);
  device.run.linearCombination([size], a, b, a, combine);
  device.run.linearCombination({ donated: b }, a, b, c, combine);
  const state = writePositive();
  const accumulate = { decay: rng.uniform(), gain: rng.uniform(), weightDecay: rng.uniform() };
  device.run.squareAccumulate([size], state, a, c, accumulate);
  device.run.squareAccumulate({ donated: state }, state, a, c, accumulate);
  const average = writePositive();
  const step = { lr: rng.uniform(), correction: rng.uniform(0.1), eps: 1e-8, weightDecay: rng.uniform() };
  device.run.adaptiveStep([size], c, a, average, step);
  device.run.adaptiveStep({ donated: c }, c, a, average, step);
  device.run.add({ donated: a }, a, write(), { shape: [size], walk: { dims: [size], strides: [[1], [1]] } });
}

function recordSources(device: Device, size: number, rng: Rng): void {
  const key = [rng.uint32(), rng.uint32()] as const;
  for (const p of [0, 2 ** -32, 0.25, rng.uniform(), 1 - 2 ** -32, 1]) {
    device.run.dropoutMask([size], { key, p, scale: 1 / (1.1 - p) });
  }
  for (const value of [0, 0.1, rng.uniform(), Number.NaN]) device.run.fill([size], { value });
}

function recordLabels(device: Device, rows: number, classes: number, rng: Rng): void {
  const labels = device.write(Array.from({ length: rows }, () => rng.int(classes)));
  device.run.pick([rows], device.write(draw(rows * classes, rng)), labels, { classes });
  device.run.oneHot([rows, classes], labels, { classes });
}

/** A GPU cannot refuse a label; it makes NaN of it. */
function recordBadLabels(recordings: Recordings): void {
  const rows = 75;
  const geometry = { classes: 5 };
  for (const label of [-1, 0.5, 5, 2 ** 31, 2 ** 32, 2 ** 100, Number.NaN, Number.POSITIVE_INFINITY]) {
    const isBad = (row: number) => row === 41 || row === 70;
    const labels = Float32Array.from({ length: rows }, (_, row) => (isBad(row) ? label : row % 5));
    const x = Float32Array.from({ length: rows * 5 }, (_, i) => i);
    const picked = Float64Array.from({ length: rows }, (_, row) => (isBad(row) ? Number.NaN : row * 5 + (row % 5)));
    const hot = Float64Array.from({ length: rows * 5 }, (_, i) => {
      const row = Math.floor(i / 5);
      return isBad(row) ? Number.NaN : Number(i % 5 === row % 5);
    });
    const about = `the label ${label}`;
    const shared = { donated: null };
    recordings.add(about, { kernel: "pick", size: rows, args: [x, labels, geometry], wanted: picked, ...shared });
    recordings.add(about, { kernel: "oneHot", size: rows * 5, args: [labels, geometry], wanted: hot, ...shared });
  }
}
