import { madd } from "../common/simd.wasm";

/** The machine's bound: 12 or 24 `chains` of multiply-adds that never leave the registers, enough to keep every unit of
 *  the processor busy: x = x · m + m. No kernel can be faster. Of 128-bit vectors the registers hold 12 chains; where the
 *  engine joins pairs of vectors they hold 24, and 12 would wait for one another. Reads and writes 96 floats at `at`; does
 *  4 · `chains` · `steps` multiply-adds. */
export function multiplyAddBound(steps: i32, chains: i32, at: usize): void {
  const m = v128.load32_splat(at);
  let x0 = v128.load(at, 0);
  let x1 = v128.load(at, 16);
  let x2 = v128.load(at, 32);
  let x3 = v128.load(at, 48);
  let x4 = v128.load(at, 64);
  let x5 = v128.load(at, 80);
  let x6 = v128.load(at, 96);
  let x7 = v128.load(at, 112);
  let x8 = v128.load(at, 128);
  let x9 = v128.load(at, 144);
  let x10 = v128.load(at, 160);
  let x11 = v128.load(at, 176);
  let x12 = v128.load(at, 192);
  let x13 = v128.load(at, 208);
  let x14 = v128.load(at, 224);
  let x15 = v128.load(at, 240);
  let x16 = v128.load(at, 256);
  let x17 = v128.load(at, 272);
  let x18 = v128.load(at, 288);
  let x19 = v128.load(at, 304);
  let x20 = v128.load(at, 320);
  let x21 = v128.load(at, 336);
  let x22 = v128.load(at, 352);
  let x23 = v128.load(at, 368);
  if (chains == 24) {
    for (let k = 0; k < steps; k++) {
      x0 = madd(x0, m, m);
      x1 = madd(x1, m, m);
      x2 = madd(x2, m, m);
      x3 = madd(x3, m, m);
      x4 = madd(x4, m, m);
      x5 = madd(x5, m, m);
      x6 = madd(x6, m, m);
      x7 = madd(x7, m, m);
      x8 = madd(x8, m, m);
      x9 = madd(x9, m, m);
      x10 = madd(x10, m, m);
      x11 = madd(x11, m, m);
      x12 = madd(x12, m, m);
      x13 = madd(x13, m, m);
      x14 = madd(x14, m, m);
      x15 = madd(x15, m, m);
      x16 = madd(x16, m, m);
      x17 = madd(x17, m, m);
      x18 = madd(x18, m, m);
      x19 = madd(x19, m, m);
      x20 = madd(x20, m, m);
      x21 = madd(x21, m, m);
      x22 = madd(x22, m, m);
      x23 = madd(x23, m, m);
    }
  } else {
    for (let k = 0; k < steps; k++) {
      x0 = madd(x0, m, m);
      x1 = madd(x1, m, m);
      x2 = madd(x2, m, m);
      x3 = madd(x3, m, m);
      x4 = madd(x4, m, m);
      x5 = madd(x5, m, m);
      x6 = madd(x6, m, m);
      x7 = madd(x7, m, m);
      x8 = madd(x8, m, m);
      x9 = madd(x9, m, m);
      x10 = madd(x10, m, m);
      x11 = madd(x11, m, m);
    }
  }
  v128.store(at, x0, 0);
  v128.store(at, x1, 16);
  v128.store(at, x2, 32);
  v128.store(at, x3, 48);
  v128.store(at, x4, 64);
  v128.store(at, x5, 80);
  v128.store(at, x6, 96);
  v128.store(at, x7, 112);
  v128.store(at, x8, 128);
  v128.store(at, x9, 144);
  v128.store(at, x10, 160);
  v128.store(at, x11, 176);
  v128.store(at, x12, 192);
  v128.store(at, x13, 208);
  v128.store(at, x14, 224);
  v128.store(at, x15, 240);
  v128.store(at, x16, 256);
  v128.store(at, x17, 272);
  v128.store(at, x18, 288);
  v128.store(at, x19, 304);
  v128.store(at, x20, 320);
  v128.store(at, x21, 336);
  v128.store(at, x22, 352);
  v128.store(at, x23, 368);
}

/** The memory's bound: reads and writes that compute nothing. Each of `blocks` times it reads `reads` lines of 64 bytes
 *  and then writes `writes` of them, one after another from the addresses `from` and `to` on. 16 bytes at `to` are always
 *  written: what was read must count for something. */
export function streamBound(from: usize, to: usize, blocks: i32, reads: i32, writes: i32): void {
  let x0 = v128.splat<f32>(0);
  let x1 = x0;
  let x2 = x0;
  let x3 = x0;
  let source = from;
  let target = to;
  for (let block = 0; block < blocks; block++) {
    for (let i = 0; i < reads; i++) {
      x0 = v128.xor(x0, v128.load(source, 0));
      x1 = v128.xor(x1, v128.load(source, 16));
      x2 = v128.xor(x2, v128.load(source, 32));
      x3 = v128.xor(x3, v128.load(source, 48));
      source += 64;
    }
    for (let i = 0; i < writes; i++) {
      v128.store(target, x0, 0);
      v128.store(target, x1, 16);
      v128.store(target, x2, 32);
      v128.store(target, x3, 48);
      target += 64;
    }
  }
  v128.store(to, v128.xor(v128.xor(x0, x1), v128.xor(x2, x3)));
}
