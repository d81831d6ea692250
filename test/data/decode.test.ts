import { beforeAll, describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { Rng } from "../../src/core/rng.ts";
import { decodeImage } from "../../src/data/decode.node.ts";
import type { Decoder } from "../../src/data/decode.ts";
import { decodeAhead } from "../../src/data/decodeAhead.node.ts";
import { decodeInThread } from "../../src/data/decodeThreads.node.ts";
import type { SourceFile } from "../../src/data/fileSource.ts";
import { fitSquare, type Image } from "../../src/data/resize.ts";
import { jpeg, png } from "./fixtures.ts";
import { endlessPng, loadDecoder, planesOf, pngOf, readFixture, truth, withSize } from "./images.ts";

let decoder: Decoder;

beforeAll(async () => {
  decoder = await loadDecoder();
});

const decode = (bytes: Uint8Array, by = decoder): Image => by.decode("cat.jpg", bytes);

function outcome(bytes: Uint8Array, by = decoder): Image | string {
  try {
    return decode(bytes, by);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    expect(error.message).not.toContain("\n");
    return error.message;
  }
}

describe("the decoder", () => {
  it.each(truth)("reads %s as Pillow does", (name, { width, height, rgba }) => {
    const { shape, pixels } = decoder.decode(name, readFixture(name), { orient: false });
    expect(shape).toEqual([3, height, width]);
    expect(pixels).toEqual(planesOf(rgba));
  });

  it.each(truth.filter(([, { upright }]) => upright))("turns %s as its camera noted", (name, { upright }) => {
    const image = decode(readFixture(name));
    const turned = name !== "turned1.jpg";
    expect(image).toEqual({ shape: [3, upright!.height, upright!.width], pixels: planesOf(upright!.rgba), turned });
    expect(decoder.decode(name, readFixture(name), { size: 3 })).toEqual({ ...fitSquare(image, 3), turned });
    expect(decoder.decode(name, readFixture(name), { orient: false }).turned).toBe(false);
  });

  it("lays what is transparent on white", () => {
    expect([...decode(png(1, 1, [100, 0, 0, 0])).pixels]).toEqual([255, 255, 255]);
    expect([...decode(png(1, 1, [100, 0, 255, 51])).pixels]).toEqual([224, 204, 255]);
  });

  it.each([undefined, 5])("reads an image of several strips: size %s", (size) => {
    const [width, height] = [1500, 1003];
    const rows = Uint8Array.from({ length: height * (3 * width + 1) }, (_, i) =>
      i % (3 * width + 1) === 0 ? 0 : i % 251,
    );
    const planes = new Uint8Array(3 * width * height);
    for (let i = 0; i < planes.length; i++) {
      const pixel = i % (width * height);
      const [y, x] = [Math.floor(pixel / width), pixel % width];
      planes[i] = rows[y * (3 * width + 1) + 1 + 3 * x + Math.floor(i / (width * height))];
    }
    const expected: Image = { shape: [3, height, width], pixels: planes };
    const image = decoder.decode("", pngOf({ width, height }, rows), { size });
    expect(image.shape).toEqual(size === undefined ? expected.shape : [3, size, size]);
    expect(Buffer.compare(image.pixels, (size === undefined ? expected : fitSquare(expected, size)).pixels)).toBe(0);
  });

  it("takes 16 bits", () => {
    const rows = Uint8Array.of(0, 0, 0, 255, 255, 0, 0x80, 0x80, 0x12, 0x34);
    const { pixels } = decode(pngOf({ width: 2, height: 2, depth: 16, color: 0 }, rows));
    expect([...pixels]).toEqual(new Array(3).fill([0, 255, 128, 18]).flat());
  });

  it.each([
    ["nothing", Buffer.alloc(0), /an empty file/],
    ["text", Buffer.from("a text, no image"), /expected a JPEG, .* image; got bytes 6120746578742c20/],
    ["a PNG signature alone", png(1, 1, [0, 0, 0]).subarray(0, 8), /no PNG that can be decoded: /],
    ["a JPEG signature alone", jpeg(8, 8, [0, 0, 0]).subarray(0, 4), /no JPEG that can be decoded: /],
    ["another kind of RIFF", Buffer.from("RIFF\u0004\0\0\0WAVEfmt "), /no WEBP that can be decoded: /],
    ["rows that are missing", pngOf({ width: 9, height: 9 }, new Uint8Array(5 * 28)), /Not enough image data/],
    ["no width", pngOf({ width: 0, height: 1e8 }, new Uint8Array(99)), /Invalid IHDR data/],
    ["no height", withSize(jpeg(8, 8, [0, 0, 0]), 8, 0), /no JPEG that can be decoded: /],
  ])("refuses %s", (_, bytes, reason) => {
    expect(outcome(bytes)).toMatch(reason);
  });

  it.each([
    ["1 × 10⁸ pixels", pngOf({ width: 1, height: 1e8 }, new Uint8Array(99))],
    ["10⁸ × 1 pixels", pngOf({ width: 1e8, height: 1 }, new Uint8Array(99))],
    ["10001 × 10000 pixels", pngOf({ width: 10_001, height: 10_000 }, new Uint8Array(99))],
    ["a JPEG of 4.2 gigapixels", withSize(jpeg(8, 8, [0, 0, 0]), 65_000, 65_000)],
    ["what needs too much memory", withSize(readFixture("progressive444.jpg"), 10_000, 9_999)],
  ])("refuses %s", async (_, bytes) => {
    const fresh = await loadDecoder();
    expect(outcome(bytes, fresh)).toMatch(
      /is beyond the limits of 100 megapixels, 65535 pixels a side and 512 MiB|Invalid IHDR/,
    );
    expect(decode(png(1, 1, [1, 2, 3]), fresh).pixels).toEqual(Uint8Array.of(1, 2, 3));
  });

  it("holds nothing of what a PNG inflates to beyond its picture", () => {
    const bomb = pngOf({ width: 1, height: 1, interlace: 1 }, new Uint8Array(6e7));
    const before = process.memoryUsage().rss;
    expect(decode(bomb).shape).toEqual([3, 1, 1]);
    expect(process.memoryUsage().rss - before).toBeLessThan(5e7);
    const larger = pngOf({ width: 1, height: 1, interlace: 1 }, new Uint8Array(7e7));
    expect(outcome(larger)).toMatch(/it has 68\d{3} bytes of data for a picture of 4 /);
  });

  it("takes a PNG without its end chunk", () => {
    const whole = readFixture("rgb.png");
    for (const missing of [4, 12]) expect(decode(whole.subarray(0, -missing))).toEqual(decode(whole));
  });

  it.each(["ycc420.jpg", "rgb.png", "lossy.webp", "rgb.bmp", "palette.bmp", "first-frame.gif"])(
    "takes %s with bytes behind it",
    (name) => {
      const whole = readFixture(name);
      for (const tail of [Buffer.from("\n"), Buffer.alloc(300)]) {
        expect(decode(Buffer.concat([whole, tail]))).toEqual(decode(whole));
      }
    },
  );

  it("takes a BMP that does not know its size, if it is whole", () => {
    const unsized = Buffer.from(readFixture("rgb.bmp"));
    unsized.writeUInt32LE(0, 2);
    expect(decode(unsized)).toEqual(decode(readFixture("rgb.bmp")));
    for (const bytes of [unsized, runLengthBmp]) {
      expect(outcome(bytes)).not.toBeTypeOf("string");
      for (let end = 0; end < bytes.length; end++) {
        expect(outcome(bytes.subarray(0, end)), `the first ${end} bytes`).toBeTypeOf("string");
      }
    }
  });

  it.each(["ycc420.jpg", "progressive444.jpg", "restart.jpg", "rgb.png", "interlaced.png", "lossy.webp", "rgb.bmp"])(
    "refuses %s cut off anywhere",
    (name) => {
      const whole = readFixture(name);
      const most = name.endsWith("png") ? whole.length - 12 : whole.length;
      for (let end = 0; end < most; end += 1 + Math.floor(whole.length / 60)) {
        expect(outcome(whole.subarray(0, end)), `the first ${end} bytes`).toBeTypeOf("string");
      }
    },
  );

  it("answers 300 mutants with an image or an error, twice the same", () => {
    const rng = new Rng(17);
    const counts = { images: 0, errors: 0 };
    for (let i = 0; i < 300; i++) {
      const [name] = truth[i % truth.length];
      const bytes = mutant(readFixture(name), rng);
      const first = outcome(bytes);
      if (typeof first !== "string") expect(first.pixels.length).toBe(3 * first.shape[1] * first.shape[2]);
      counts[typeof first === "string" ? "errors" : "images"] += 1;
      decode(png(40, 40, [rng.int(256), 7, 9]));
      const same = outcome(bytes);
      if (typeof first === "string" || typeof same === "string") expect(same, name).toBe(first);
      else expect(Buffer.compare(same.pixels, first.pixels), name).toBe(0);
    }
    expect(Math.min(counts.images, counts.errors)).toBeGreaterThan(20);
  });
});

/** Four rows of runs of gray, in a file that does not say its size. */
const runLengthBmp = (() => {
  const head = Buffer.alloc(54);
  head.write("BM");
  for (const [at, value] of [
    [10, 1078],
    [14, 40],
    [18, 8],
    [22, 4],
    [30, 1],
    [46, 256],
  ] as const) {
    head.writeUInt32LE(value, at);
  }
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(8, 28);
  const palette = Buffer.from(Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? 0 : i >> 2)));
  const rows = [10, 20, 30, 40].flatMap((level) => [4, level, 4, level + 1, 0, 0]);
  return Buffer.concat([head, palette, Buffer.from([...rows.slice(0, -2), 0, 1])]);
})();

/** Bytes changed, cut out, doubled or cut off. */
function mutant(bytes: Buffer, rng: Rng): Buffer {
  const at = rng.int(bytes.length);
  const length = 1 + rng.int(16);
  const kind = rng.int(4);
  if (kind === 0) return bytes.subarray(0, at);
  if (kind === 1) return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  if (kind === 2) return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  const changed = Buffer.from(bytes);
  for (let i = 0; i < 3; i++) changed[rng.int(changed.length)] = rng.int(256);
  return changed;
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("decodeAhead", () => {
  const files: SourceFile[] = Array.from({ length: 150 }, (_, i) => {
    if (i === 71) return { path: `${i}.png`, reason: "is a pipe" };
    const bytes = i === 70 ? png(4, 4, [0, 0, 0]).subarray(0, 40) : png(4 + (i % 5), 4, [i, i, i]);
    return { path: `${i}.png`, bytes };
  });
  const collect = async (count: number, size?: number) => {
    async function* read() {
      yield* files.slice(0, count);
    }
    return collected(decodeAhead(read(), { size }));
  };

  it.each([
    [150, undefined],
    [150, 3],
    [2, undefined],
    [0, undefined],
  ])("hands out %s images or why there is none, in order: size %s", async (count, size) => {
    const all = await collect(count, size);
    expect(all.map(({ path }) => path)).toEqual(files.slice(0, count).map(({ path }) => path));
    for (const [i, { decoded }] of all.entries()) {
      const file = files[i];
      if (i === 70) expect(decoded).toEqual({ reason: expect.stringMatching(/^is no PNG that can be decoded/) });
      else if ("bytes" in file) expect(decoded).toEqual(decoder.decode("", file.bytes, { size }));
      else expect(decoded).toEqual({ reason: "is a pipe" });
    }
  });

  it("passes on what fails in reading", async () => {
    async function* source() {
      yield* files;
      throw new Error("the disk is gone");
    }
    await expect(collected(decodeAhead(source(), {}))).rejects.toThrow("the disk is gone");
  });
});

/** Cut off in a frame that takes most of the decoder's memory, of which ImageMagick then gives nothing back. */
const hungryGif = (() => {
  const [width, height] = [9000, 9000];
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  const screen = Buffer.concat([Buffer.from("GIF89a"), size, Buffer.of(0x80, 0, 0, 0, 0, 0, 255, 255, 255)]);
  return Buffer.concat([screen, Buffer.of(0x2c, 0, 0, 0, 0), size, Buffer.of(0, 2, 1, 0x44)]);
})();

describe("decodeInThread", () => {
  it("has all of the memory for each file, whatever those before it kept", { timeout: 120_000 }, async () => {
    const alone = await decodeInThread([hungryGif], {});
    expect(alone).toEqual([{ reason: expect.stringContaining("is no GIF that can be decoded: ") }]);
    expect(alone[0]).not.toMatchObject({ reason: expect.stringContaining("Exhausted") });
    const small = png(2, 2, [1, 2, 3]);
    const [first, second, third] = await decodeInThread([hungryGif, small, hungryGif], {});
    expect([first, third]).toEqual([alone[0], alone[0]]);
    expect(second).toMatchObject({ shape: [3, 2, 2] });
  });

  it("ends what takes too long, and decodes the files around it", async () => {
    const files = [png(1, 1, [1, 2, 3]), endlessPng(), png(1, 1, [4, 5, 6])];
    const [before, endless, after] = await decodeInThread(files, {}, 2);
    expect(endless).toEqual({ reason: "cannot be decoded: it takes longer than 2 s" });
    expect([before, after]).toEqual([decode(files[0]), decode(files[2])]);
  });
});

describe("decodeImage", () => {
  it("decodes in a thread what the decoder does here", async () => {
    for (const [name] of truth.slice(0, 5)) {
      const bytes = readFixture(name);
      expect(await decodeImage(name, bytes, { size: 5 })).toEqual(decoder.decode(name, bytes, { size: 5 }));
    }
    await expect(decodeImage("a.png", Buffer.from("no"))).rejects.toThrow(/^a\.png: expected a JPEG/);
  });
});
