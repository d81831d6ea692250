import { madd } from "../shared/simd.wasm";

/** The heart of every product: C += A · B for one tile of C, held in registers.
 *
 *    A  packed [kc][mr]: a column of the tile's rows, each broadcast to all lanes
 *    B  packed [kc][nr]: a row of the tile's columns, as vectors
 *    C  packed [mr][nr]
 *
 *  Which tile is fastest depends on the engine: with 16 registers of 128 bits it is 4×8; where V8 pairs neighbouring
 *  vectors into registers of 256 bits, 6×16. The device measures that when it starts. */

export const TILE_4x8 = 0;
export const TILE_6x8 = 1;
export const TILE_6x16 = 2;

/** @inline */
export function tileRows(tile: i32): i32 {
  return tile == TILE_4x8 ? 4 : 6;
}

/** @inline */
export function tileColumns(tile: i32): i32 {
  return tile == TILE_6x16 ? 16 : 8;
}

/** A block of tiles: A in `mTiles` panels, B in `nTiles` panels of kc steps each, C tile by tile, one column of tiles
 *  after the other. A panel of B stays in the nearest cache while the panels of A pass by. `aStride`: bytes from one
 *  panel of A to the next. */
export function multiply(tile: i32, kc: i32, a: usize, aStride: i32, mTiles: i32, b: usize, nTiles: i32, c: usize): void {
  const bStride = (kc * tileColumns(tile)) << 2;
  const cStride = (tileRows(tile) * tileColumns(tile)) << 2;
  for (let j = 0; j < nTiles; j++) {
    let panel = a;
    for (let i = 0; i < mTiles; i++) {
      if (tile == TILE_6x16) tile6x16(kc, panel, b, c);
      else if (tile == TILE_6x8) tile6x8(kc, panel, b, c);
      else tile4x8(kc, panel, b, c);
      panel += aStride;
      c += cStride;
    }
    b += bStride;
  }
}

/** Loads both before it stores both, which is the shape that V8 pairs.
 *  @inline */
function addPair(c: usize, u: v128, w: v128): void {
  const u1 = f32x4.add(v128.load(c), u);
  const w1 = f32x4.add(v128.load(c, 16), w);
  v128.store(c, u1);
  v128.store(c, w1, 16);
}

function tile4x8(kc: i32, a: usize, b: usize, c: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (const end = a + kc * 16; a < end; ) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a, 0);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    a += 16;
    b += 32;
  }
  addPair(c + 0, c00, c01);
  addPair(c + 32, c10, c11);
  addPair(c + 64, c20, c21);
  addPair(c + 96, c30, c31);
}

function tile6x8(kc: i32, a: usize, b: usize, c: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0);
  let c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0);
  let c51 = f32x4.splat(0);
  for (const end = a + kc * 24; a < end; ) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a, 0);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    const a4 = v128.load32_splat(a, 16);
    c40 = madd(a4, b0, c40);
    c41 = madd(a4, b1, c41);
    const a5 = v128.load32_splat(a, 20);
    c50 = madd(a5, b0, c50);
    c51 = madd(a5, b1, c51);
    a += 24;
    b += 32;
  }
  addPair(c + 0, c00, c01);
  addPair(c + 32, c10, c11);
  addPair(c + 64, c20, c21);
  addPair(c + 96, c30, c31);
  addPair(c + 128, c40, c41);
  addPair(c + 160, c50, c51);
}

function tile6x16(kc: i32, a: usize, b: usize, c: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c02 = f32x4.splat(0);
  let c03 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c12 = f32x4.splat(0);
  let c13 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c22 = f32x4.splat(0);
  let c23 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c32 = f32x4.splat(0);
  let c33 = f32x4.splat(0);
  let c40 = f32x4.splat(0);
  let c41 = f32x4.splat(0);
  let c42 = f32x4.splat(0);
  let c43 = f32x4.splat(0);
  let c50 = f32x4.splat(0);
  let c51 = f32x4.splat(0);
  let c52 = f32x4.splat(0);
  let c53 = f32x4.splat(0);
  for (const end = a + kc * 24; a < end; ) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const a0 = v128.load32_splat(a, 0);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    c02 = madd(a0, b2, c02);
    c03 = madd(a0, b3, c03);
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    c12 = madd(a1, b2, c12);
    c13 = madd(a1, b3, c13);
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    c22 = madd(a2, b2, c22);
    c23 = madd(a2, b3, c23);
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    c32 = madd(a3, b2, c32);
    c33 = madd(a3, b3, c33);
    const a4 = v128.load32_splat(a, 16);
    c40 = madd(a4, b0, c40);
    c41 = madd(a4, b1, c41);
    c42 = madd(a4, b2, c42);
    c43 = madd(a4, b3, c43);
    const a5 = v128.load32_splat(a, 20);
    c50 = madd(a5, b0, c50);
    c51 = madd(a5, b1, c51);
    c52 = madd(a5, b2, c52);
    c53 = madd(a5, b3, c53);
    a += 24;
    b += 64;
  }
  addPair(c + 0, c00, c01);
  addPair(c + 32, c02, c03);
  addPair(c + 64, c10, c11);
  addPair(c + 96, c12, c13);
  addPair(c + 128, c20, c21);
  addPair(c + 160, c22, c23);
  addPair(c + 192, c30, c31);
  addPair(c + 224, c32, c33);
  addPair(c + 256, c40, c41);
  addPair(c + 288, c42, c43);
  addPair(c + 320, c50, c51);
  addPair(c + 352, c52, c53);
}
