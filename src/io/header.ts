import { FormatError } from "../core/errors.ts";
import { formatOf } from "./dtypes.ts";

/** What a header says of one tensor. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In bytes, from the header's end on. */
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: Record<string, string>;
}

export const METADATA = "__metadata__";

/** The limit of the format's own reader. */
export const mostHeaderBytes = 100_000_000;
export const mostDimensions = 64;
/** The format has three. */
const mostFields = 16;
const mostTexts = 65_536;

/** Reads the JSON of a header straight into entries. It is no JSON at large: names with entries of text, whole numbers and
 *  lists of these. What is anything else is refused where it stands, before memory is taken for it.
 *  @param room bytes of the file behind the header.
 *  @throws FormatError with the place. */
export function parseHeader(json: Uint8Array, room: number, file: string): Header {
  return new Parser(json, room, file).header();
}

/** A name in a message. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

const codes = { quote: 0x22, backslash: 0x5c, zero: 0x30, nine: 0x39, space: 0x20 };
const blanks = [0x20, 0x09, 0x0a, 0x0d];

class Parser {
  readonly #json: Uint8Array;
  readonly #file: string;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #at = 0;
  /** Bytes that no tensor has yet. */
  #room: number;
  /** The name whose value is read, for messages. */
  #name = "";

  constructor(json: Uint8Array, room: number, file: string) {
    this.#json = json;
    this.#room = room;
    this.#file = file;
  }

  header(): Header {
    if (this.#char() !== "{") throw this.#fail("it must begin with {");
    const entries: Entry[] = [];
    let metadata: Record<string, string> = {};
    this.#object(Number.POSITIVE_INFINITY, (name) => {
      this.#name = `${quoted(name)}: `;
      if (name === METADATA) metadata = this.#metadata();
      else entries.push(this.#entry(name));
    });
    this.#name = "";
    this.#skipBlanks();
    if (this.#at < this.#json.length) throw this.#unexpected("nothing but spaces behind the last }");
    return { entries, metadata };
  }

  #metadata(): Record<string, string> {
    const texts: [string, string][] = [];
    if (this.#takes("null")) return {};
    this.#object(mostTexts, (key) => {
      this.#skipBlanks();
      if (this.#char() !== '"') throw this.#unexpected("names with text in quotes");
      texts.push([key, this.#text()]);
    });
    return Object.fromEntries(texts);
  }

  #entry(name: string): Entry {
    let dtype: string | undefined;
    let shape: number[] | undefined;
    let offsets: number[] | undefined;
    this.#skipBlanks();
    const start = this.#at;
    this.#object(mostFields, (key) => {
      if (key === "dtype") dtype = this.#text();
      else if (key === "shape") shape = this.#sizes(mostDimensions);
      else if (key === "data_offsets") offsets = this.#sizes(2);
      else this.#skipValue();
    });
    const fail = (reason: string) => {
      this.#at = start;
      return this.#fail(reason);
    };
    if (dtype === undefined) throw fail("expected a dtype");
    if (shape === undefined) throw fail("expected a shape");
    if (offsets?.length !== 2) throw fail("expected data_offsets of two whole numbers");
    const entry = { name, dtype, shape, begin: offsets[0], end: offsets[1] };
    if (!fills(entry)) {
      const { begin, end } = entry;
      throw fail(
        `expected shape [${shape.join(", ")}] of ${quoted(dtype)} to fill data_offsets; got ${begin} to ${end}`,
      );
    }
    this.#room -= entry.end - entry.begin;
    if (this.#room < 0) throw fail("the tensors up to here have more bytes than the file");
    return entry;
  }

  /** A field that the format does not have (yet). */
  #skipValue(): void {
    this.#skipBlanks();
    if (this.#char() === '"') this.#text();
    else if (this.#char() === "[") this.#sizes(mostDimensions);
    else this.#size();
  }

  /** @param member reads what stands behind a key. */
  #object(most: number, member: (key: string) => void): void {
    const keys = new Set<string>();
    this.#take("{", "an object");
    if (this.#takes("}")) return;
    do {
      this.#skipBlanks();
      const key = this.#text();
      if (keys.has(key)) throw this.#fail(`the key ${quoted(key)} comes twice`);
      if (keys.size === most) throw this.#fail(`expected at most ${most} names`);
      keys.add(key);
      this.#take(":", ":");
      member(key);
    } while (this.#takes(","));
    this.#take("}", ", or }");
  }

  #sizes(most: number): number[] {
    this.#take("[", "a list of whole numbers");
    const sizes: number[] = [];
    if (this.#takes("]")) return sizes;
    do {
      if (sizes.length === most) throw this.#fail(`expected at most ${most} numbers in a list`);
      sizes.push(this.#size());
    } while (this.#takes(","));
    this.#take("]", ", or ]");
    return sizes;
  }

  /** Digits alone: others do not read 1.0 or 1e3. */
  #size(): number {
    this.#skipBlanks();
    const start = this.#at;
    let value = 0;
    for (; this.#isDigit(); this.#at++) value = value * 10 + this.#json[this.#at] - codes.zero;
    const length = this.#at - start;
    const isSpelledSo = length === 1 || (length > 1 && this.#json[start] !== codes.zero);
    if (!isSpelledSo || /[.eE]/.test(this.#char())) throw this.#unexpected("whole numbers in digits");
    if (!Number.isSafeInteger(value)) throw this.#fail(`expected whole numbers up to ${Number.MAX_SAFE_INTEGER}`);
    return value;
  }

  #isDigit(): boolean {
    const byte = this.#json[this.#at];
    return byte !== undefined && byte >= codes.zero && byte <= codes.nine;
  }

  #text(): string {
    this.#take('"', "text in quotes");
    const start = this.#at;
    let isEscaped = false;
    for (; this.#json[this.#at] !== codes.quote; this.#at++) {
      if (this.#json[this.#at] === codes.backslash) {
        isEscaped = true;
        this.#at++;
      }
      if (!(this.#json[this.#at] >= codes.space)) throw this.#unexpected("text in quotes");
    }
    const bytes = this.#json.subarray(start, this.#at++);
    try {
      const text = this.#decoder.decode(bytes);
      return isEscaped ? unescaped(text) : text;
    } catch (cause) {
      this.#at = start;
      throw this.#fail(`expected text in JSON and UTF-8: ${cause instanceof Error ? cause.message : cause}`, cause);
    }
  }

  #skipBlanks(): void {
    while (blanks.includes(this.#json[this.#at])) this.#at++;
  }

  /** The next character; none at the end. */
  #char(): string {
    const byte = this.#json[this.#at];
    return byte === undefined ? "" : String.fromCharCode(byte);
  }

  /** Goes on behind a word, if that comes next. */
  #takes(word: string): boolean {
    this.#skipBlanks();
    for (let i = 0; i < word.length; i++) if (this.#json[this.#at + i] !== word.charCodeAt(i)) return false;
    this.#at += word.length;
    return true;
  }

  #take(character: string, expected: string): void {
    if (!this.#takes(character)) throw this.#unexpected(expected);
  }

  #unexpected(expected: string): FormatError {
    const found = this.#char();
    return this.#fail(`expected ${expected}; ${found === "" ? "it ends" : `got ${JSON.stringify(found)}`}`);
  }

  #fail(reason: string, cause?: unknown): FormatError {
    return new FormatError(this.#file, `the header is not the JSON of tensors: ${this.#name}${reason}`, {
      offset: 8 + this.#at,
      ...(cause !== undefined && { cause }),
    });
  }
}

/** Whether the bytes are as many as the shape says; of a dtype that is not known, any. */
function fills({ dtype, shape, begin, end }: Entry): boolean {
  const bits = formatOf(dtype)?.bits;
  const size = shape.reduce((a, b) => (Number.isSafeInteger(a * b) ? a * b : Number.NaN), 1);
  return end >= begin && (bits === undefined || size * bits === (end - begin) * 8);
}

/** @throws SyntaxError if it is no JSON, or has half a surrogate pair, which has no UTF-8. */
function unescaped(text: string): string {
  const plain: string = JSON.parse(`"${text}"`);
  if (/\p{Surrogate}/u.test(plain)) throw new SyntaxError("half a surrogate pair");
  return plain;
}
