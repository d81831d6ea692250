import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { decodePth, loadPth } from "../../src/io/index.node.ts";
import { crc32 } from "../../src/io/pth/crc32.ts";
import { zipOf } from "../torture/formats/zip.ts";

const golden = new URL("../golden/pth/", import.meta.url);
const pathOf = (name: string) => golden.pathname + name;
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, golden)));
type Numbers = { readonly shape: number[]; readonly data: (number | "Infinity")[] };
const values: Record<string, Record<string, Numbers>> = JSON.parse(
  readFileSync(new URL("values.json", golden), "utf8"),
);

describe("what torch.save wrote", () => {
  it.each(Object.keys(values))("%s.pth has the same names, shapes and numbers", async (name) => {
    const wanted = Object.entries(values[name]);
    for (const { tensors } of [decodePth(bytesOf(`${name}.pth`), name), await loadPth(pathOf(`${name}.pth`))]) {
      expect([...tensors.keys()]).toEqual(wanted.map(([key]) => key));
      for (const [key, { shape, data }] of wanted) {
        const tensor = tensors.get(key)!;
        expect(tensor.shape, key).toEqual(shape);
        expect([...tensor.data], key).toEqual(data.map(Number));
      }
    }
  });

  it("keeps dtypes", () => {
    const { tensors } = decodePth(bytesOf("views.pth"), "views.pth");
    const dtypes = Object.fromEntries([...tensors].map(([name, { dtype }]) => [name, dtype]));
    expect(dtypes).toMatchObject({ whole: "F32", bfloat16: "BF16", int64: "I64", bool: "BOOL", complex: "C64" });
  });
});

describe("what is refused", () => {
  const refuse = (bytes: Uint8Array) => {
    try {
      decodePth(bytes, "a.pth");
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      return (error as FormatError).message;
    }
    throw new Error("it was read");
  };

  it("files before 1.6 and whole modules, with the lines that convert them", () => {
    expect(refuse(bytesOf("legacy.pth"))).toMatch(/before 1\.6.*torch\.load.*weights_only=True.*torch\.save/s);
    expect(refuse(bytesOf("module.pth"))).toMatch(/"torch\.nn\..*state_dict/s);
  });

  it("what is no such file, or ends early", () => {
    expect(refuse(new Uint8Array())).toMatch(/got 0 bytes/);
    expect(refuse(new Uint8Array(100))).toMatch(/not PyTorch's zip file/);
    const whole = bytesOf("state.pth");
    for (let length = 4; length < whole.length; length += 97) refuse(whole.slice(0, length));
  });

  it("a global that is not on the list, by its name", () => {
    const evil = new TextEncoder().encode("\x80\x02cos\nsystem\nX\x02\x00\x00\x00ls\x85R.").map((byte) => byte);
    // "\x80" is two bytes in UTF-8.
    const pickle = Uint8Array.of(0x80, ...evil.slice(2).map((byte) => (byte === 0xc2 ? 0 : byte)));
    expect(refuse(zipOf({ "a/data.pkl": pickle }))).toMatch(/"os\.system", which is not read/);
  });

  it("compressed, doubled and damaged entries", () => {
    const empty = Uint8Array.of(0x80, 2, 0x7d, 0x2e);
    expect(refuse(zipOf({ "a/data.pkl": empty }, { method: 8 }))).toMatch(/compressed/);
    expect(refuse(zipOf({ "a/data.pkl": empty }, { flags: 1 }))).toMatch(/encrypted/);
    expect(refuse(zipOf({ "a/data.pkl": empty }, { twice: true }))).toMatch(/twice/);
    expect(refuse(zipOf({ "a/data.pkl": empty }, { crc: 1 }))).toMatch(/damaged/);
    expect(refuse(zipOf({ "a/data.pkl": empty }))).toMatch(/no tensors/);
    expect(refuse(zipOf({ "a/other": empty }))).toMatch(/no data\.pkl/);
  });

  it("pickles that would fill the memory or the stack", () => {
    const bomb = (bytes: number[]) => zipOf({ "a/data.pkl": Uint8Array.from([0x80, 2, ...bytes, 0x2e]) });
    expect(refuse(bomb(new Array(2 ** 18 + 1).fill(0x7d)))).toMatch(/at most/);
    expect(refuse(bomb([...new Array(1000).fill(0x5d), ...new Array(999).fill(0x61)]))).toMatch(/nested/);
    // A list that holds itself.
    expect(refuse(bomb([0x5d, 0x71, 0, 0x68, 0, 0x61]))).toMatch(/nested/);
    expect(refuse(bomb([0x30]))).toMatch(/opcode 0x30/);
    expect(refuse(bomb([0x61]))).toMatch(/on the stack/);
  });
});

it("CRC-32 is zip's", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array())).toBe(0);
});
