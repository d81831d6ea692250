import { bytes } from "../common/bytes.wasm";
import { madd } from "../common/simd.wasm";

/** The heart of every product: C += A · B for one tile of C, held in registers.
 *
 *    A  packed [kc][mr]: a column of the tile's rows, each broadcast to all lanes
 *    B  packed [kc][nr]: a row of the tile's columns, as vectors
 *    C  packed [mr][nr]
 *
 *  Which tile is fastest depends on the engine: with 16 registers of 128 bits it is 4×8; where V8 pairs neighboring
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
export function multiply(tile: i32, kc: i32, a: usize, aStride: usize, mTiles: i32, b: usize, nTiles: i32, c: usize): void {
  const bStride = bytes(kc * tileColumns(tile));
  const cStride = bytes(tileRows(tile) * tileColumns(tile));
  for (let j = 0; j < nTiles; j++) {
    let panel = a;
    for (let i = 0; i < mTiles; i++) {
      if (tile == TILE_6x16) multiplyTile(changetype<Tile6x16>(0), kc, panel, b, c);
      else if (tile == TILE_6x8) multiplyTile(changetype<Tile6x8>(0), kc, panel, b, c);
      else multiplyTile(changetype<Tile4x8>(0), kc, panel, b, c);
      panel += aStride;
      c += cStride;
    }
    b += bStride;
  }
}

/** Rows of C, and whether a row is four vectors (16 columns) or two. The compiler knows the class, and with it these. */
@unmanaged
class Tile4x8 {
  @inline get rows(): i32 { return 4; }
  @inline get isWide(): bool { return false; }
}

@unmanaged
class Tile6x8 {
  @inline get rows(): i32 { return 6; }
  @inline get isWide(): bool { return false; }
}

@unmanaged
class Tile6x16 {
  @inline get rows(): i32 { return 6; }
  @inline get isWide(): bool { return true; }
}

/** cᵢⱼ += aᵢ · bⱼ, step by step, with rows i and vectors j. Each cᵢⱼ is a variable, since only variables stay in
 *  registers: the largest tile is written out, and the compiler leaves out of the others what they don't have. */
function multiplyTile<T>(tile: T, kc: i32, a: usize, b: usize, c: usize): void {
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
  for (const end = a + bytes(kc * tile.rows); a < end; ) {
    const b0 = v128.load(b, 0);
    const b1 = v128.load(b, 16);
    const b2 = tile.isWide ? v128.load(b, 32) : b0;
    const b3 = tile.isWide ? v128.load(b, 48) : b1;
    const a0 = v128.load32_splat(a, 0);
    c00 = madd(a0, b0, c00);
    c01 = madd(a0, b1, c01);
    if (tile.isWide) {
      c02 = madd(a0, b2, c02);
      c03 = madd(a0, b3, c03);
    }
    const a1 = v128.load32_splat(a, 4);
    c10 = madd(a1, b0, c10);
    c11 = madd(a1, b1, c11);
    if (tile.isWide) {
      c12 = madd(a1, b2, c12);
      c13 = madd(a1, b3, c13);
    }
    const a2 = v128.load32_splat(a, 8);
    c20 = madd(a2, b0, c20);
    c21 = madd(a2, b1, c21);
    if (tile.isWide) {
      c22 = madd(a2, b2, c22);
      c23 = madd(a2, b3, c23);
    }
    const a3 = v128.load32_splat(a, 12);
    c30 = madd(a3, b0, c30);
    c31 = madd(a3, b1, c31);
    if (tile.isWide) {
      c32 = madd(a3, b2, c32);
      c33 = madd(a3, b3, c33);
    }
    if (tile.rows > 4) {
      const a4 = v128.load32_splat(a, 16);
      c40 = madd(a4, b0, c40);
      c41 = madd(a4, b1, c41);
      if (tile.isWide) {
        c42 = madd(a4, b2, c42);
        c43 = madd(a4, b3, c43);
      }
      const a5 = v128.load32_splat(a, 20);
      c50 = madd(a5, b0, c50);
      c51 = madd(a5, b1, c51);
      if (tile.isWide) {
        c52 = madd(a5, b2, c52);
        c53 = madd(a5, b3, c53);
      }
    }
    a += bytes(tile.rows);
    b += tile.isWide ? 64 : 32;
  }
  c = addRow(tile, c, c00, c01, c02, c03);
  c = addRow(tile, c, c10, c11, c12, c13);
  c = addRow(tile, c, c20, c21, c22, c23);
  c = addRow(tile, c, c30, c31, c32, c33);
  if (tile.rows > 4) {
    c = addRow(tile, c, c40, c41, c42, c43);
    c = addRow(tile, c, c50, c51, c52, c53);
  }
}

/** Returns where the next row of C begins.
 *  @inline */
function addRow<T>(tile: T, c: usize, c0: v128, c1: v128, c2: v128, c3: v128): usize {
  addPair(c, c0, c1);
  if (!tile.isWide) return c + 32;
  addPair(c + 32, c2, c3);
  return c + 64;
}

/** Loads both before it stores both, which is the shape that V8 pairs.
 *  @inline */
function addPair(c: usize, u: v128, w: v128): void {
  const u1 = f32x4.add(v128.load(c), u);
  const w1 = f32x4.add(v128.load(c, 16), w);
  v128.store(c, u1);
  v128.store(c, w1, 16);
}
