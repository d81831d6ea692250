/** A stack machine for the part of Python's pickle (https://docs.python.org/3/library/pickletools.html, protocols 2 to 4) that a
 *  state dict needs. It runs nothing: a global is a word of a list, and what a call of it gives is put together here. */

import { FormatError } from "../../core/errors.ts";
import { quoted } from "../header.ts";
import { Global, type Value, type Vocabulary } from "./vocabulary.ts";

/** Each makes some 50 bytes at most: more are no state dict, but memory's end. */
const mostSteps = 2 ** 19;
/** A dict takes as much memory as so many steps. */
const dictSteps = 16;

const STOP = 0x2e;

/** Reads one value.
 *  @param bytes of the pickle.
 *  @param file its name, for errors.
 *  @param vocabulary what it may name.
 *  @throws FormatError if it is damaged, or does what a state dict does not. */
export function readPickle(bytes: Uint8Array, file: string, vocabulary: Vocabulary): Value {
  return new Machine(bytes, file, vocabulary).run();
}

const decoder = new TextDecoder("utf-8", { fatal: true });

class Machine {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #file: string;
  readonly #vocabulary: Vocabulary;
  readonly #stack: Value[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Value>();
  #at = 0;
  /** Where the opcode at work stands. */
  #start = 0;
  #steps = 0;

  constructor(bytes: Uint8Array, file: string, vocabulary: Vocabulary) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
    this.#vocabulary = vocabulary;
  }

  run(): Value {
    for (;;) {
      this.#start = this.#at;
      const code = this.#byte();
      if (code === STOP) return this.#pop();
      this.#spend(1);
      this.#do(code);
    }
  }

  /** By opcode: what comes onto the stack. */
  readonly #values: Readonly<Record<number, () => Value>> = {
    78: () => null,
    136: () => true,
    137: () => false,
    // Numbers: BININT, BININT1, BININT2, LONG1, BINFLOAT.
    74: () => this.#view.getInt32(this.#take(4), true),
    75: () => this.#byte(),
    77: () => this.#view.getUint16(this.#take(2), true),
    138: () => this.#long(),
    71: () => this.#view.getFloat64(this.#take(8), false),
    // Texts: BINUNICODE, SHORT_BINUNICODE.
    88: () => this.#text(this.#unsigned()),
    140: () => this.#text(this.#byte()),
    // Empty tuples, lists and dicts; tuples of what lies behind the mark, of one, two, three values.
    41: () => [],
    93: () => [],
    125: () => this.#counted(new Map()),
    116: () => this.#popMarked(),
    133: () => this.#popMany(1),
    134: () => this.#popMany(2),
    135: () => this.#popMany(3),
    // BINGET, LONG_BINGET.
    104: () => this.#recall(this.#byte()),
    106: () => this.#recall(this.#unsigned()),
    // GLOBAL, STACK_GLOBAL, BINPERSID, REDUCE.
    99: () => this.#vocabulary.global(`${this.#line()}.${this.#line()}`),
    147: () => {
      const [module, name] = this.#popMany(2);
      if (typeof module !== "string" || typeof name !== "string") throw this.#fail("expected a global's name");
      return this.#vocabulary.global(`${module}.${name}`);
    },
    81: () => this.#vocabulary.persistent(this.#pop()),
    82: () => {
      const [callable, args] = this.#popMany(2);
      if (!(callable instanceof Global) || !Array.isArray(args)) throw this.#fail("expected a call of a global");
      return this.#counted(this.#vocabulary.call(callable.name, args));
    },
  };

  /** By opcode: what else is done. */
  readonly #actions: Readonly<Record<number, () => void>> = {
    // PROTO, FRAME, MARK.
    128: () => {
      const protocol = this.#byte();
      if (protocol < 2 || protocol > 5) throw this.#fail(`expected protocol 2 to 5; got ${protocol}`);
    },
    149: () => {
      this.#take(8);
    },
    40: () => {
      this.#marks.push(this.#stack.length);
    },
    // APPEND, APPENDS, SETITEM, SETITEMS.
    97: () => this.#extend(this.#popMany(1)),
    101: () => this.#extend(this.#popMarked()),
    115: () => this.#set(this.#popMany(2)),
    117: () => this.#set(this.#popMarked()),
    // BINPUT, LONG_BINPUT, MEMOIZE.
    113: () => this.#keep(this.#byte()),
    114: () => this.#keep(this.#unsigned()),
    148: () => this.#keep(this.#memo.size),
    // BUILD: what an OrderedDict has beside its items; torch keeps the versions of modules there.
    98: () => {
      this.#pop();
      if (!(this.#top() instanceof Map)) throw this.#fail("expected the state of an OrderedDict alone");
    },
  };

  #do(code: number): void {
    const [value, act] = [this.#values[code], this.#actions[code]];
    if (value !== undefined) this.#stack.push(value());
    else if (act !== undefined) act();
    else throw this.#fail(`expected what a state dict needs; got the opcode 0x${code.toString(16).padStart(2, "0")}`);
  }

  #spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > mostSteps) throw this.#fail(`expected at most ${mostSteps} steps`);
  }

  #counted(value: Value): Value {
    if (value instanceof Map) this.#spend(dictSteps);
    return value;
  }

  #keep(index: number): void {
    this.#memo.set(index, this.#top());
  }

  #extend(values: readonly Value[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) throw this.#fail("expected a list to append to");
    for (const value of values) list.push(value);
  }

  #set(values: readonly Value[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map)) throw this.#fail("expected a dict to set items of");
    if (values.length % 2 !== 0) throw this.#fail("expected a value for each key");
    for (let i = 0; i < values.length; i += 2) {
      const key = values[i];
      if (typeof key !== "string" && typeof key !== "number") throw this.#fail("expected texts and numbers as keys");
      dict.set(key, values[i + 1]);
    }
  }

  #recall(index: number): Value {
    const value = this.#memo.get(index);
    if (value === undefined) throw this.#fail(`there is no value ${index} to recall`);
    return value;
  }

  #top(): Value {
    if (this.#stack.length === this.#floor()) throw this.#fail("expected a value on the stack");
    return this.#stack.at(-1)!;
  }

  #pop(): Value {
    return this.#popMany(1)[0];
  }

  #popMany(count: number): Value[] {
    if (this.#stack.length - count < this.#floor()) throw this.#fail(`expected ${count} values on the stack`);
    return this.#stack.splice(this.#stack.length - count);
  }

  #popMarked(): Value[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#fail("expected a mark on the stack");
    return this.#stack.splice(mark);
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }

  /** Where so many bytes begin, behind which it goes on. */
  #take(count: number): number {
    const at = this.#at;
    this.#at += count;
    if (this.#at > this.#bytes.length) throw this.#fail("it ends too early");
    return at;
  }

  #byte(): number {
    return this.#bytes[this.#take(1)];
  }

  #unsigned(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** Two's complement, little-endian. */
  #long(): number {
    const length = this.#byte();
    if (length > 8) throw this.#fail("expected integers of 64 bits");
    const at = this.#take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.#bytes[at + i]);
    const number = Number(length === 0 ? 0n : BigInt.asIntN(8 * length, value));
    if (!Number.isSafeInteger(number)) throw this.#fail("expected integers that float64 has");
    return number;
  }

  #text(length: number): string {
    const at = this.#take(length);
    return this.#decode(at, at + length);
  }

  #line(): string {
    const at = this.#at;
    const end = this.#bytes.indexOf(0x0a, at);
    if (end < 0) throw this.#fail("it ends too early");
    this.#at = end + 1;
    return this.#decode(at, end);
  }

  #decode(begin: number, end: number): string {
    try {
      return decoder.decode(this.#bytes.subarray(begin, end));
    } catch (cause) {
      throw this.#fail("expected text in UTF-8", cause);
    }
  }

  #fail(reason: string, cause?: unknown): FormatError {
    return new FormatError(this.#file, `${quoted("data.pkl")}: byte ${this.#start}: ${reason}`, {
      ...(cause !== undefined && { cause }),
    });
  }
}
