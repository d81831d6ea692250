import { type Tile, threadsOf } from "./candidates.wgsl.ts";

/** One matrix of a product, as it lies in a buffer. A `place` is a row of the left, a column of the right matrix: the address
 *  of its element for term `l` is the sum of a part that only the place decides and one that only the term decides. */
export interface Side {
  /** "args0", … */
  readonly buffer: string;
  /** The buffer is a staged image: it begins with a table of addresses, and is bound as bits. */
  readonly staged?: boolean;
  /** Expressions, in `product` and `place`, and in `l`. */
  readonly placePart: string;
  readonly termPart: string;
  /** What follows each other in memory: threads next to each other read it. */
  readonly along: "places" | "terms";
  /** Whether that always comes in fours, from a multiple of four on: then a thread reads four at once. */
  readonly fours: boolean;
}

/** The text that reads one side. Four places of a term are a quad, a vec4; four quads of terms that follow each other, a
 *  block, a matrix with a column for each term. */
export class SideText {
  /** Functions that read a quad and a block. */
  readonly functions: string;
  readonly buffer: string;
  /** What the buffer's elements are bound as. */
  readonly type: "f32" | "i32" | "vec4<f32>";
  readonly #name: string;
  readonly #side: Side;
  readonly #tile: Tile;
  readonly #terms: number;
  /** Quads of a workgroup for each term. */
  readonly #quads: number;

  /** @param size how many of the `places` belong to a workgroup. */
  constructor(name: "left" | "right", side: Side, places: number, terms: number, size: number, tile: Tile) {
    const { buffer, staged = false, placePart, termPart, fours } = side;
    this.buffer = buffer;
    this.#name = name;
    this.#side = side;
    this.#tile = tile;
    this.#terms = terms;
    this.#quads = size / 4;
    this.type = staged ? "i32" : fours ? "vec4<f32>" : "f32";
    this.functions = `fn ${name}Place(product : i32, i : i32) -> i32 {
  let place = min(i, ${places - 1});
  return ${placePart};
}
fn ${name}Places(product : i32, i : i32) -> vec4<i32> {
  return vec4<i32>(${[0, 1, 2, 3].map((lane) => `${name}Place(product, i + ${lane})`).join(", ")});
}
fn ${name}Term(l : i32) -> i32 { return ${termPart}; }
${this.#readers()}`;
  }

  get #readsBlocks(): boolean {
    return this.#side.fours && this.#side.along === "terms";
  }

  #readers(): string {
    const name = this.#name;
    const { buffer, staged, fours } = this.#side;
    const element = (at: string) => {
      const value = `${buffer}[${fours ? `(${at} + term) >> 2u` : `${at} + term`}]`;
      return staged ? `bitcast<f32>(${value})` : value;
    };
    const places = ["x", "y", "z", "w"].map((lane) => element(`at.${lane}`)).join(", ");
    if (this.#readsBlocks) {
      return `fn ${name}Block(at : vec4<i32>, l : i32) -> mat4x4<f32> {
  let term = ${name}Term(l);
  return transpose(mat4x4<f32>(${places}));
}`;
    }
    return `fn ${name}Quad(at : vec4<i32>, l : i32) -> vec4<f32> {
  let term = ${name}Term(l);
  return ${fours ? element("at.x") : `vec4<f32>(${places})`};
}
fn ${name}Block(at : vec4<i32>, l : i32) -> mat4x4<f32> {
  return mat4x4<f32>(${[0, 1, 2, 3].map((d) => `${name}Quad(at, l + ${d})`).join(", ")});
}`;
  }

  /** The addresses of quads i = 0, 1, … */
  #addresses(count: number, quad: (i: number) => string): string {
    return lines(count, (i) => `let ${this.#name}At${i} = ${this.#name}Places(product, ${quad(i)});`);
  }

  /** What the workgroup's threads read into, by term, then quad. */
  get memory(): string {
    return `var<workgroup> ${this.#name}Tile : array<vec4<f32>, ${this.#tile.depth * this.#quads}>;`;
  }

  /** How the workgroup's quads, or blocks, of a step are dealt out to its threads: neighbors in memory to neighbors. A thread
   *  reads `rounds` of them, each so many quads or terms on. */
  get #deal() {
    const { depth } = this.#tile;
    const terms = this.#readsBlocks ? 4 : 1;
    const threads = threadsOf(this.#tile);
    const all = (this.#quads * depth) / terms;
    const fast = this.#side.along === "places" ? this.#quads : depth / terms;
    return { terms, fast, all, threads, rounds: Math.ceil(all / threads), step: threads / fast };
  }

  /** Before the loop: what of the addresses does not depend on the term.
   *  @param first the workgroup's first place. */
  setUpTogether(first: string): string {
    const name = this.#name;
    const { terms, fast, rounds, step } = this.#deal;
    const [quick, slow] = [`local % ${fast}`, `local / ${fast}`];
    if (this.#side.along === "places") {
      return `let ${name}Quad0 = ${quick};
let ${name}Term0 = ${slow};
${this.#addresses(1, () => `${first} + ${name}Quad0 * 4`)}`;
    }
    return `let ${name}Quad0 = ${slow};
let ${name}Term0 = ${terms === 1 ? quick : `${quick} * ${terms}`};
${this.#addresses(rounds, (i) => `${first} + (${name}Quad0 + ${i * step}) * 4`)}`;
  }

  /** Reads the terms from l on into the workgroup's memory.
   *  @param last fewer than `depth` terms are left: the last one is read in place of those beyond it. */
  readTogether(last: boolean): string {
    const name = this.#name;
    const { terms, all, threads, rounds, step } = this.#deal;
    const quads = this.#quads;
    const at = (term: string) => (last ? `min(l + ${term}, ${this.#terms - terms})` : `l + ${term}`);
    if (this.#side.along === "places") {
      return lines(rounds, (i) => {
        const term = `${name}Term0 + ${i * step}`;
        return `${name}Tile[(${term}) * ${quads} + ${name}Quad0] = ${name}Quad(${name}At0, ${at(term)});`;
      });
    }
    const text = lines(rounds, (i) => {
      const target = (d: number) => `${name}Tile[(${name}Term0 + ${d}) * ${quads} + ${name}Quad0 + ${i * step}]`;
      const from = `${name}At${i}, ${at(`${name}Term0`)}`;
      if (terms === 1) return `${target(0)} = ${name}Quad(${from});`;
      return `let ${name}Block${i} = ${name}Block(${from});\n${lines(4, (d) => `${target(d)} = ${name}Block${i}[${d}];`)}`;
    });
    return all < threads ? `if (local < ${all}) {\n${indent(text)}\n}` : text;
  }

  /** As setUpTogether, where each thread reads for itself: `count` quads, from `own` on. */
  setUpAlone(first: string, own: string, count: number, step: number): string {
    return this.#addresses(count, (i) => `${first} + (${own} + ${i * step}) * 4`);
  }
}

export function lines(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join("\n");
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
