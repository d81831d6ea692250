import { type Tile, threadsOf } from "./candidates.wgsl.ts";
import { indent, lines, type Side, SideText } from "./side.wgsl.ts";

/** A batch of products [m, k] · [k, n] as WGSL. All its numbers are i32; `product` counts the batch. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** How many inputs there are: args0, args1, … */
  readonly inputs: number;
  readonly left: Side;
  readonly right: Side;
  /** `fn store(at, product, row, column, total)`: writes a sum to `result`, whose slab begins at `at`. */
  readonly store: string;
  /** An expression in `batch`: the elements of a slab. */
  readonly size: string;
}

/** Each sum in so many slabs of so many terms, of which the last may have fewer: a product of its own each, to be added up. */
interface Slabs {
  readonly slabs: number;
  readonly terms: number;
}

/** A workgroup reads `depth` columns of its rows and as many rows of its columns, multiplies them, and goes on to the next.
 *  What lies beyond the last row, column or term is read as the last: so the loop has no test. Of rows and columns beyond,
 *  nothing is stored; of terms beyond, nothing is multiplied. */
export function tiledProduct(product: Product, tile: Tile, { slabs, terms }: Slabs): string {
  const { m, n, k, inputs, store, size } = product;
  const { rows, columns, depth, shared } = tile;
  const left = new SideText("left", product.left, m, k, rows, tile);
  const right = new SideText("right", product.right, n, k, columns, tile);
  const typeOf = (buffer: string) => [left, right].find((side) => side.buffer === buffer)?.type ?? "f32";
  const binding = (i: number) =>
    `@group(0) @binding(${i + 1}) var<storage, read> args${i} : array<${typeOf(`args${i}`)}>;`;
  const steps = shared ? together(left, right, tile) : alone(left, right, tile);
  return `${lines(inputs, binding)}
@group(0) @binding(${inputs + 1}) var<storage, read_write> result : array<f32>;

${left.functions}
${right.functions}
${store}

fn storeQuad(at : i32, product : i32, row : i32, column : i32, total : vec4<f32>) {
  if (row >= ${m}) { return; }
  for (var i = 0; i < 4; i++) {
    if (column + i < ${n}) { store(at, product, row, column + i, total[i]); }
  }
}

${steps.memory}
@compute @workgroup_size(${threadsOf(tile)})
fn main(
  @builtin(num_workgroups) groups : vec3<u32>,
  @builtin(workgroup_id) group : vec3<u32>,
  @builtin(local_invocation_index) index : u32,
) {
  let batch = i32(groups.z) / ${slabs};
  let product = i32(group.z) % batch;
  let slab = i32(group.z) / batch;
  let local = i32(index);
  let firstRow = i32(group.y) * ${rows};
  let firstColumn = i32(group.x) * ${columns};
  let threadRow = local / ${acrossOf(tile)};
  let threadColumn = local % ${acrossOf(tile)};
${indent(steps.setUp)}
${indent(eachTotal(tile, (total) => `var ${total} = vec4<f32>();`))}
  var l = slab * ${terms};
  let end = min(l + ${terms}, ${k});
  for (; l + ${depth} <= end; l += ${depth}) {
${indent(indent(steps.step))}
  }
${k % depth === 0 ? "" : indent(steps.rest)}
  let at = slab * ${size};
${indent(
  eachTotal(tile, (total, p, lane, q) => {
    const row = `firstRow + (threadRow + ${p * downOf(tile)}) * 4 + ${lane}`;
    return `storeQuad(at, product, ${row}, firstColumn + (threadColumn + ${q * acrossOf(tile)}) * 4, ${total});`;
  }),
)}
}
`;
}

const acrossOf = ({ columns, threadColumns }: Tile) => columns / threadColumns;
const downOf = ({ rows, threadRows }: Tile) => rows / threadRows;

/** A line for each quad of sums: `lane` of the thread's row quad p, in its column quad q. The quads of a thread lie apart, so
 *  that threads next to each other read next to each other. */
function eachTotal(
  { threadRows, threadColumns }: Tile,
  line: (total: string, p: number, lane: number, q: number) => string,
): string {
  const [rows, quads] = [threadRows, threadColumns / 4];
  return lines(rows * quads, (i) => {
    const [row, q] = [Math.floor(i / quads), i % quads];
    return line(`total${row}_${q}`, Math.floor(row / 4), row % 4, q);
  });
}

/** The products of a term. */
function multiply(tile: Tile, a: (p: number) => string, b: (q: number) => string): string {
  return eachTotal(tile, (total, p, lane, q) => `${total} += ${a(p)}.${"xyzw"[lane]} * ${b(q)};`);
}

interface Steps {
  readonly memory: string;
  readonly setUp: string;
  /** The terms from l to l + depth, and those from l to the end, fewer. */
  readonly step: string;
  readonly rest: string;
}

/** The workgroup's threads read for each other, into shared memory. */
function together(left: SideText, right: SideText, tile: Tile): Steps {
  const { rows, columns, threadRows, threadColumns, depth } = tile;
  const step = (last: boolean) => `${left.readTogether(last)}
${right.readTogether(last)}
workgroupBarrier();
for (var d = 0; d < ${last ? "end - l" : depth}; d++) {
${indent(lines(threadRows / 4, (p) => `let a${p} = leftTile[d * ${rows / 4} + threadRow + ${p * downOf(tile)}];`))}
${indent(lines(threadColumns / 4, (q) => `let b${q} = rightTile[d * ${columns / 4} + threadColumn + ${q * acrossOf(tile)}];`))}
${indent(
  multiply(
    tile,
    (p) => `a${p}`,
    (q) => `b${q}`,
  ),
)}
}`;
  return {
    memory: `${left.memory}\n${right.memory}\n`,
    setUp: `${left.setUpTogether("firstRow")}\n${right.setUpTogether("firstColumn")}`,
    step: `${step(false)}\nworkgroupBarrier();`,
    rest: `if (l < end) {\n${indent(step(true))}\n}`,
  };
}

/** Each thread reads what it needs; what others read too, the cache has. */
function alone(left: SideText, right: SideText, tile: Tile): Steps {
  const [p, q] = [tile.threadRows / 4, tile.threadColumns / 4];
  const read = (what: "Block" | "Quad") => `${lines(p, (i) => `let left${i} = left${what}(leftAt${i}, l);`)}
${lines(q, (i) => `let right${i} = right${what}(rightAt${i}, l);`)}`;
  const products = (term: string) =>
    multiply(
      tile,
      (i) => `left${i}${term}`,
      (i) => `right${i}${term}`,
    );
  return {
    memory: "",
    setUp: `${left.setUpAlone("firstRow", "threadRow", p, downOf(tile))}
${right.setUpAlone("firstColumn", "threadColumn", q, acrossOf(tile))}`,
    step: `${read("Block")}\n${lines(tile.depth, (d) => products(`[${d}]`))}`,
    rest: `for (; l < end; l++) {\n${indent(`${read("Quad")}\n${products("")}`)}\n}`,
  };
}

/** `total` in a store, with the bias that args2 holds: the first slab's sums begin with it. */
export function withBias(index: string, hasBias: boolean): string {
  return hasBias ? `total + select(0.0, args2[${index}], at == 0)` : "total";
}
