import { modules } from "#wasm";

/** How much of the processor's vector unit the kernels may use:
 *  - "strict": 128-bit vectors; a multiply-add rounds twice.
 *  - "relaxed": relaxed SIMD, whose multiply-add is one instruction and rounds once where the machine has it.
 *  - "wide": relaxed, and the engine joins neighboring vectors into 256 bits (V8's revectorizer, Node ≥ 24 on x64). */
export const simdLevels = ["strict", "relaxed", "wide"] as const;

/** How much of the vector unit may be used: see `cpu`. */
export type SimdLevel = (typeof simdLevels)[number];

/** (param v128 v128 v128) (result v128) f32x4.relaxed_madd */
const relaxedProbe = [
  [0, 97, 115, 109, 1, 0, 0, 0],
  [1, 8, 1, 96, 3, 123, 123, 123, 1, 123],
  [3, 2, 1, 0],
  [10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11],
];

/** Does this engine take modules with relaxed SIMD? */
export function hasRelaxedSimd(): boolean {
  return WebAssembly.validate(new Uint8Array(relaxedProbe.flat()));
}

/** A module of the kernels as text. */
interface Packed {
  /** Its bytes by zlib's deflate, in base64. */
  readonly deflated: string;
  /** Where the byte is that says that its memory is shared. */
  readonly memoryFlags: number;
}

/** The kernels built for a level. */
export function packedFor(level: SimdLevel): Packed {
  return level === "strict" ? modules.strict : modules.relaxed;
}

/** Makes the memory of the kernels one of a single thread: the code is the same. */
export function unshare(binary: Uint8Array, { memoryFlags }: Packed): void {
  binary[memoryFlags] = 1;
}
