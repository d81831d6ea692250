/** A batch of products [m, k] · [k, n] as WGSL: where its elements come from and where its sums go. The functions read the
 *  inputs args0, args1, … and write `result`; `z` counts the batch, and all numbers are i32. */
interface Product {
  readonly m: number;
  readonly n: number;
  readonly inputs: number;
  /** `fn left(z, row, l) -> f32`: an element of the left matrix, row < m and l < k. */
  readonly left: string;
  /** `fn right(z, l, column) -> f32`: of the right one. */
  readonly right: string;
  /** Whether elements next to each other in memory follow each other along l: those are read by threads next to each
   *  other. Else they follow along the rows of the left, the columns of the right matrix. */
  readonly leftAlongK: boolean;
  readonly rightAlongK: boolean;
  /** `fn store(z, row, column, total)`. */
  readonly store: string;
  /** Expressions in z: l runs from `begin` to before `end`. */
  readonly begin: string;
  readonly end: string;
}

/** What a workgroup computes: 64 × 64 outputs, by 16 × 16 threads of 4 × 4 outputs each. */
export const tile = 64;
const depth = 16;

/** A workgroup copies 16 columns of its 64 rows and 16 rows of its 64 columns to shared memory, multiplies them, and goes
 *  on to the next 16: each element is then read from memory once for 64 outputs. */
export function tiledProduct(product: Product): string {
  const { m, n, inputs, left, right, leftAlongK, rightAlongK, store, begin, end } = product;
  const bindings = Array.from(
    { length: inputs },
    (_, i) => `@group(0) @binding(${i + 1}) var<storage, read> args${i} : array<f32>;`,
  );
  return `${bindings.join("\n")}
@group(0) @binding(${inputs + 1}) var<storage, read_write> result : array<f32>;

${left}
${right}
${store}

fn leftOrZero(z : i32, row : i32, l : i32, end : i32) -> f32 {
  if (row < ${m} && l < end) { return left(z, row, l); }
  return 0.0;
}
fn rightOrZero(z : i32, l : i32, column : i32, end : i32) -> f32 {
  if (column < ${n} && l < end) { return right(z, l, column); }
  return 0.0;
}
fn storeRow(z : i32, row : i32, column : i32, total : vec4<f32>) {
  if (row >= ${m}) { return; }
  for (var i = 0; i < 4; i++) {
    if (column + i < ${n}) { store(z, row, column + i, total[i]); }
  }
}

var<workgroup> leftTile : array<vec4<f32>, ${depth * 16}>;
var<workgroup> rightTile : array<vec4<f32>, ${depth * 16}>;

@compute @workgroup_size(16, 16, 1)
fn main(@builtin(workgroup_id) group : vec3<u32>, @builtin(local_invocation_index) local : u32) {
  let z = i32(group.z);
  let fast = i32(local) % 16;
  let slow = i32(local) / 16;
  let row = i32(group.y) * ${tile} + ${leftAlongK ? "slow" : "fast"} * 4;
  let column = i32(group.x) * ${tile} + ${rightAlongK ? "slow" : "fast"} * 4;
  let leftDepth = ${leftAlongK ? "fast" : "slow"};
  let rightDepth = ${rightAlongK ? "fast" : "slow"};
  let end = ${end};
  var total0 = vec4<f32>();
  var total1 = vec4<f32>();
  var total2 = vec4<f32>();
  var total3 = vec4<f32>();
  for (var start = ${begin}; start < end; start += ${depth}) {
    var rows = vec4<f32>();
    var columns = vec4<f32>();
    for (var i = 0; i < 4; i++) {
      rows[i] = leftOrZero(z, row + i, start + leftDepth, end);
      columns[i] = rightOrZero(z, start + rightDepth, column + i, end);
    }
    leftTile[leftDepth * 16 + ${leftAlongK ? "slow" : "fast"}] = rows;
    rightTile[rightDepth * 16 + ${rightAlongK ? "slow" : "fast"}] = columns;
    workgroupBarrier();
    for (var d = 0; d < ${depth}; d++) {
      let a = leftTile[d * 16 + slow];
      let b = rightTile[d * 16 + fast];
      total0 += a.x * b;
      total1 += a.y * b;
      total2 += a.z * b;
      total3 += a.w * b;
    }
    workgroupBarrier();
  }
  let outRow = i32(group.y) * ${tile} + slow * 4;
  let outColumn = i32(group.x) * ${tile} + fast * 4;
  storeRow(z, outRow, outColumn, total0);
  storeRow(z, outRow + 1, outColumn, total1);
  storeRow(z, outRow + 2, outColumn, total2);
  storeRow(z, outRow + 3, outColumn, total3);
}
`;
}
