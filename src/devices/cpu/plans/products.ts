import type { Conv2dGeometry } from "../../../core/geometry/conv2d.ts";
import { addressOf, type Block, type Plans, type Step } from "../plan.ts";
import type { Tile } from "../tiles.ts";
import { common, placesOf, reachOf, scratchLayout, shiftsOf } from "./convolution.ts";
import { depthwisePlans, isDepthwise } from "./depthwise.ts";

/** Steps of a reduction between two visits of C: two panels of so many steps fit the nearest cache. */
const kBlock = 256;
/** Rows and columns of C that one unit holds: with the panel of B, half of a core's second cache. */
const mBlock = 384;
const nBlock = 256;
/** Units that the threads can share evenly: of a product, and of a convolution, whose units each gather their windows. */
const wantedUnits = 24;
const wantedImages = 16;
/** Fewer than that are split further, though each part packs what the others pack too. */
const leastUnits = 4;

/** Nanoseconds of a multiply-add, roughly. */
const multiplyAdd = 0.03;
/** Nanoseconds of an element that is packed. */
const packElement = 0.5;

/** Products and convolutions: pack one operand whole, then multiply block by block, packing the other on the way. */
export function productPlans(tile: Tile) {
  const { mr, nr } = tile;
  return {
    matmul(temporary, out, a, b, bias, g) {
      const { m, k, n, batch } = g;
      const matrices = batch.dims.reduce((product, size) => product * size, 1);
      const kc = evenly(k, kBlock, 1);
      const rows = evenly(m, mBlock, mr);
      const columns = shareOf(n, nr, matrices * Math.ceil(m / rows));
      const layout = scratchLayout([columns * kc, rows * columns]);
      const words = [m, k, n, +g.transposeA, +g.transposeB, tile.index, kc, rows, columns, layout.at[1]!];
      const walk = [batch.dims.length, ...batch.dims, ...batch.strides[0]!, ...batch.strides[1]!];
      const record = { words: [...words, ...walk] };
      const panels = matrices * Math.ceil(m / mr);
      const packed = temporary(panels * mr * k * 4);
      return [
        { entry: "packMatmul", pointers: [packed, a.address], ...record, units: panels, cost: mr * k * packElement },
        {
          entry: "matmul",
          pointers: [out.address, packed, b.address, addressOf(bias)],
          ...record,
          scratch: layout.bytes,
          units: matrices * Math.ceil(m / rows) * Math.ceil(n / columns),
          cost: rows * columns * k * multiplyAdd,
        },
      ];
    },

    conv2d(temporary, out, x, w, bias, g) {
      if (isDepthwise(g)) return depthwisePlans.conv2d(temporary, out, x, w, bias, g);
      const product = { rows: g.k / g.groups, columns: g.oh * g.ow, steps: (g.c / g.groups) * g.kh * g.kw };
      const reach = reachOf(g);
      const staged = { planes: (g.c / g.groups) * g.sh * g.sw, height: g.oh, width: g.ow };
      return windowProduct(temporary, g, product, staged, reach, tile, {
        pack: "packConv2d",
        multiply: "conv2d",
        out,
        source: x,
        weight: w,
        extra: [addressOf(bias)],
      });
    },

    conv2dGradInput(temporary, out, dy, w, g) {
      if (isDepthwise(g)) return depthwisePlans.conv2dGradInput(temporary, out, dy, w, g);
      const reach = reachOf(g);
      const height = placesOf(g.h, g.top, g.sh);
      const width = placesOf(g.w, g.left, g.sw);
      const steps = (g.k / g.groups) * shiftsOf(g.kh, g.dh, g.sh) * shiftsOf(g.kw, g.dw, g.sw);
      const product = { rows: (g.c / g.groups) * g.sh * g.sw, columns: height * width, steps };
      return windowProduct(temporary, g, product, { planes: g.k / g.groups, height, width }, reach, tile, {
        pack: "packConv2dGradInput",
        multiply: "conv2dGradInput",
        out,
        source: dy,
        weight: w,
        extra: [],
      });
    },

    conv2dGradWeight(temporary, out, dy, x, g) {
      if (isDepthwise(g)) return depthwisePlans.conv2dGradWeight(temporary, out, dy, x, g);
      const filters = g.k / g.groups;
      const taps = (g.c / g.groups) * g.kh * g.kw;
      const windows = g.oh * g.ow;
      const reach = reachOf(g);
      const blockRows = evenly(g.oh, Math.max(1, Math.floor(kBlock / g.ow)), 1);
      const columns = shareOf(taps, nr, g.groups * Math.ceil(filters / mBlock));
      const parts = Math.ceil(leastUnits / (g.groups * Math.ceil(taps / columns)));
      const rows = evenly(filters, Math.min(mBlock, Math.ceil(filters / parts)), mr);
      // Quads of windows overrun a panel by up to three.
      const layout = scratchLayout([taps, columns * blockRows * g.ow + 3 * nr, rows * columns]);
      const stagedRows = g.oh + reach.h;
      const words = [
        ...common(g),
        tile.index,
        blockRows * g.ow,
        rows,
        columns,
        0,
        layout.at[1]!,
        layout.at[2]!,
        stagedRows,
      ];
      const panels = g.n * g.groups * Math.ceil(filters / mr);
      const packed = temporary(panels * mr * windows * 4);
      const plane = g.sh * g.sw * stagedRows * (g.ow + reach.w);
      // Quads read up to three floats past the last row.
      const staged = temporary((g.n * g.c * plane + 3) * 4);
      return [
        {
          entry: "packConv2dGradWeight",
          pointers: [packed, dy.address],
          words,
          units: panels,
          cost: mr * windows * packElement,
        },
        {
          entry: "stageConv2dGradWeight",
          pointers: [staged, x.address],
          words,
          units: g.n * g.c,
          cost: plane * packElement,
        },
        {
          entry: "conv2dGradWeight",
          pointers: [out.address, packed, staged],
          words,
          scratch: layout.bytes,
          units: g.groups * Math.ceil(filters / rows) * Math.ceil(taps / columns),
          cost: rows * columns * g.n * windows * multiplyAdd,
        },
      ];
    },
  } satisfies Partial<Plans>;
}

interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly steps: number;
}

interface Names {
  readonly pack: string;
  readonly multiply: string;
  readonly out: Block;
  readonly source: Block;
  readonly weight: Block;
  readonly extra: readonly number[];
}

/** Filters times windows, image by image: the forward pass and the input's gradient. */
function windowProduct(
  temporary: (bytes: number) => number,
  g: Conv2dGeometry,
  product: Product,
  staged: { planes: number; height: number; width: number },
  reach: { h: number; w: number },
  { index, mr, nr }: Tile,
  { pack, multiply, out, source, weight, extra }: Names,
): Step[] {
  const images = g.n * g.groups;
  const kc = evenly(product.steps, kBlock, 1);
  const columns = evenly(product.columns, nBlock, nr);
  const share = images * Math.ceil(product.columns / columns);
  const least = Math.ceil(product.rows / Math.max(1, Math.ceil(wantedImages / share)));
  const rows = evenly(product.rows, Math.min(mBlock, Math.max(8 * mr, least)), mr);
  const blockHeight = Math.min(staged.height, Math.floor((staged.width + columns - 2) / staged.width) + 1);
  const stagedRows = blockHeight + reach.h;
  const stagedFloats = staged.planes * stagedRows * (staged.width + reach.w);
  const layout = scratchLayout([product.steps, stagedFloats + 16, columns * kc, rows * columns]);
  const [, stagedAt, packedAt, cAt] = layout.at;
  const words = [...common(g), index, kc, rows, columns, stagedAt!, packedAt!, cAt!, stagedRows];
  const panels = g.groups * Math.ceil(product.rows / mr);
  const packed = temporary(panels * mr * product.steps * 4);
  const units = share * Math.ceil(product.rows / rows);
  return [
    { entry: pack, pointers: [packed, weight.address], words, units: panels, cost: mr * product.steps * packElement },
    {
      entry: multiply,
      pointers: [out.address, source.address, packed, ...extra],
      words,
      scratch: layout.bytes,
      units,
      cost: rows * columns * product.steps * multiplyAdd,
    },
  ];
}

/** Block length, a multiple of `multiple`, that cuts `size` into equal blocks of about `most` at most. */
function evenly(size: number, most: number, multiple: number): number {
  const blocks = Math.max(1, Math.ceil(size / most));
  return Math.ceil(Math.max(1, size) / blocks / multiple) * multiple;
}

/** Columns a unit, so that `wantedUnits` come together where that leaves enough for each. */
function shareOf(columns: number, nr: number, others: number): number {
  const blocks = Math.ceil(wantedUnits / others);
  return evenly(columns, Math.min(nBlock, Math.max(64, Math.ceil(columns / blocks))), nr);
}
