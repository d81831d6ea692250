import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rungs } from "../../../bench/rungs.ts";
import { productPlans } from "../../../kernels/products/cpuPlans.ts";
import { conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { reachOf } from "../../../src/core/geometry/staging.ts";
import { entryPoints } from "../../../src/devices/cpu/entryPoints.ts";
import { tileAt } from "../../../src/devices/cpu/tiles.ts";
import { loadBuilds } from "./builds.ts";

const page = new URL("../../../kernels/README.md", import.meta.url);
const text = readFileSync(page, "utf8");

const numbersIn = (line: string) => [...line.matchAll(/\d+/g)].map(Number);

/** A picture by what its first line has: all its lines. */
function picture(first: string): string[] {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.startsWith("    ") && line.includes(first));
  expect(at, first).toBeGreaterThan(0);
  return lines.slice(at, lines.indexOf("", at));
}

/** The numbers that a sentence says. */
function said(sentence: RegExp): number[] {
  const match = sentence.exec(text);
  expect(match, String(sentence)).not.toBeNull();
  return match!.slice(1).map(Number);
}

/** Rows of so many elements. */
function rowsOf<T>(values: readonly T[], length: number): T[][] {
  return Array.from({ length: values.length / length }, (_, i) => values.slice(i * length, (i + 1) * length));
}

const image = rowsOf(
  Array.from({ length: 25 }, (_, i) => 10 * (Math.floor(i / 5) + 1) + (i % 5) + 1),
  5,
);
const filters = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9],
  [0, 0, 0, 0, 1, 0, 0, 0, 0],
  [1, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 1],
];
const tile = tileAt(0);
const [mr, nr, steps] = [tile.mr, tile.nr, 9];

/** Runs the convolution, and shows the memory that it leaves. */
function convolve() {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536 });
  const { exports } = new WebAssembly.Instance(loadBuilds()[0].module, { env: { memory } });
  const floats = new Float32Array(memory.buffer);
  const words = new Int32Array(memory.buffer);
  let end = 64;
  const allocate = (bytes: number) => {
    const address = end;
    end += Math.ceil(bytes / 64) * 64;
    return { address, size: bytes / 4 };
  };
  const [x, w, out] = [25, 36, 36].map((size) => allocate(4 * size));
  floats.set(image.flat(), x.address / 4);
  floats.set(filters.flat(), w.address / 4);
  const g = conv2dGeometry("conv2d", [1, 1, 5, 5], [4, 1, 3, 3], { stride: 2, padding: 1 });
  const [pack, multiply] = [productPlans(tile).conv2d(allocate, out, x, w, null, g)].flat();
  const scratch = allocate(multiply.scratch).address;
  for (const pass of [pack, multiply]) {
    const record = allocate(4 * pass.words.length).address;
    words.set(pass.words, record / 4);
    const run = exports[entryPoints[pass.entry]] as (...args: number[]) => void;
    run(...pass.pointers, ...(pass.scratch > 0 ? [scratch] : []), record, 0, pass.units.units);
  }
  return {
    multiply,
    floats: (address: number, size: number) => [...floats.slice(address / 4, address / 4 + size)],
    panelsOfA: pack.pointers[0],
    out: out.address,
    scratch,
    offsets: [...words.slice(scratch / 4, scratch / 4 + steps)],
  };
}

describe("the example of kernels/README.md", () => {
  const ran = convolve();
  const [bytes, offsetsAt, stagedAt, packedAt, cAt] = said(
    /scratch of the example is (\d+) bytes: the offsets at (\d+), the staged image at (\d+) \(stagedAt\), the panels of B at (\d+)\s\(packedAt\), the block at (\d+) \(cAt\)/,
  );
  const block = ran.floats(ran.scratch + cAt, 2 * mr * nr);

  it("shows this image and these filters", () => {
    const lines = picture("11 12 13 14 15").map((line) => numbersIn(line.replaceAll(/filter \d:/g, "")));
    const rows = [0, 1, 2].map((u) => filters.flatMap((filter) => filter.slice(3 * u, 3 * u + 3)));
    expect(lines).toEqual(image.map((row, i) => [...row, ...(rows[i - 1] ?? [])]));
  });

  it("shows the staged image", () => {
    const padded = [-1, 0, 1, 2].map((row) => [-1, 0, 1, 2, 3, 4, 5, 6].map((column) => image[row]?.[column] ?? 0));
    const phases = rowsOf(rowsOf(ran.floats(ran.scratch + stagedAt, 4 * 16), 4), 4);
    const lines = picture("padded image").slice(1, 5).map(numbersIn);
    expect(lines).toEqual(padded.map((row, q) => [...row, ...phases.flatMap((phase) => phase[q])]));
  });

  it("shows the taps' offsets, and says their phases and shifts", () => {
    const [taps, offsets] = picture("tap (u, v)").map(numbersIn);
    expect(rowsOf(taps, 2)).toEqual([0, 1, 2].flatMap((u) => [0, 1, 2].map((v) => [u, v])));
    expect(offsets).toEqual(ran.offsets.map((offset) => offset / 4));
    const places = said(
      /taps 0, 1, 2 have the phases (\d), (\d), (\d) and the shifts (\d), (\d), (\d), so\sreachH = reachW = (\d)/,
    );
    // A phase is 16 floats, a row of one 4.
    const below = [0, 3, 6].map((tap) => offsets[tap]);
    const phases = below.map((offset) => Math.floor(offset / 32));
    expect(places).toEqual([...phases, ...below.map((offset) => (offset % 32) / 4), reachOf(3, 1, 2)]);
  });

  it("shows the panels", () => {
    const a = rowsOf(ran.floats(ran.panelsOfA, steps * mr), mr);
    const b = rowsOf(rowsOf(ran.floats(ran.scratch + packedAt, 2 * steps * nr), nr), steps);
    const lines = picture("A, one panel [9][4]").slice(1).map(numbersIn);
    expect(lines[0]).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(lines.slice(1)).toEqual(
      a.map((row, step) => [...row, ...b[0][step], ...b[1][step], Math.floor(step / 3), step % 3]),
    );
  });

  it("shows the block, and says how it is cut and what is stored", () => {
    const lines = picture("block, in the order of the numbers");
    const tiles = rowsOf(rowsOf(block, nr), mr);
    const rows = Array.from({ length: mr }, (_, row) => [...tiles[0][row], ...tiles[1][row]]);
    expect(lines.slice(2, 2 + mr).map((line) => numbersIn(line).slice(-2 * nr))).toEqual(rows);
    expect(rowsOf(ran.floats(ran.out, 36), 9)).toEqual(rows.map((row) => row.slice(0, 9)));
    // In the order of BlockRecord.
    const [, , , , kBlock, mBlock, nBlock] = ran.multiply.words;
    expect(numbersIn(lines[0]).slice(-3)).toEqual([mBlock, nBlock, kBlock]);
    const [, terms, first] = /window 0: (.+) = (\d+);/.exec(text)!;
    const products = terms.split(" + ").map((term) => numbersIn(term).reduce((product, factor) => product * factor));
    expect([products.reduce((sum, product) => sum + product), Number(first)]).toEqual([block[0], block[0]]);
  });

  it("says how large the scratch is", () => {
    expect([bytes, offsetsAt]).toEqual([ran.multiply.scratch, 0]);
  });
});

describe("kernels/README.md", () => {
  it("has no dead link", () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link]) => link);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !existsSync(new URL(link, page)))).toEqual([]);
  });

  it("has every rung, in their order", () => {
    const named = [...text.matchAll(/^\| \[(\w+)\]\(products\/ladder\/(\d)-\1\.wasm\.ts\)/gm)];
    expect(named.map(([, name, number]) => [name, Number(number)])).toEqual(rungs.map((name, i) => [name, i + 1]));
  });
});
