import fc from "fast-check";
import { PNG } from "pngjs";
import { describe, expect, it } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { decodeImage } from "../../src/data/decode.node.ts";
import { decodeAhead, type ImageFile } from "../../src/data/decodeAhead.node.ts";
import type { Image } from "../../src/data/resize.ts";
import { jpeg, png } from "./fixtures.ts";

const decode = (bytes: Uint8Array) => decodeImage("cat.jpg", bytes);

describe("decodeImage", () => {
  it("turns a PNG into planes", () => {
    const { shape, pixels } = decode(png(3, 2, [10, 20, 30]));
    expect(shape).toEqual([3, 2, 3]);
    expect([...pixels]).toEqual([...new Array(6).fill(10), ...new Array(6).fill(20), ...new Array(6).fill(30)]);
  });

  it("keeps rows and columns apart", () => {
    const image = new PNG({ width: 2, height: 2 });
    image.data.set([1, 0, 0, 255, 2, 0, 0, 255, 3, 0, 0, 255, 4, 0, 0, 255]);
    expect([...decode(PNG.sync.write(image)).pixels.subarray(0, 4)]).toEqual([1, 2, 3, 4]);
  });

  it("decodes a JPEG, lossy as it is", () => {
    const { shape, pixels } = decode(jpeg(16, 8, [200, 100, 50]));
    expect(shape).toEqual([3, 8, 16]);
    for (const [channel, value] of [200, 100, 50].entries()) {
      for (const byte of pixels.subarray(channel * 128, channel * 128 + 128)) {
        expect(Math.abs(byte - value)).toBeLessThanOrEqual(3);
      }
    }
  });

  it("lays what is transparent on white", () => {
    expect([...decode(png(1, 1, [100, 0, 0, 0])).pixels]).toEqual([255, 255, 255]);
    expect([...decode(png(1, 1, [100, 0, 255, 51])).pixels]).toEqual([224, 204, 255]);
  });

  it("takes 16-bit and grey PNGs", () => {
    const samples = Buffer.from(Uint16Array.of(0x0000, 0xffff, 0x8080, 0x1234).buffer);
    const image = new PNG({ width: 2, height: 2, bitDepth: 16, colorType: 0, inputColorType: 0, inputHasAlpha: false });
    image.data = samples;
    const deep = PNG.sync.write(image, { bitDepth: 16, colorType: 0, inputColorType: 0, inputHasAlpha: false });
    expect([...decode(deep).pixels]).toEqual(new Array(3).fill([0, 255, 128, 18]).flat());
  });

  it.each([
    ["nothing", Buffer.alloc(0), /an empty file/],
    ["text", Buffer.from("a text, no image"), /expected a JPEG or PNG image; got bytes 6120746578742c20/],
    ["a PNG signature alone", png(1, 1, [0, 0, 0]).subarray(0, 8), /no PNG that can be decoded: cut off/],
    ["a JPEG signature alone", jpeg(8, 8, [0, 0, 0]).subarray(0, 4), /no JPEG that can be decoded/],
  ])("refuses %s", (_, bytes, reason) => {
    expect(() => decode(bytes)).toThrow(FormatError);
    expect(() => decode(bytes)).toThrow(reason);
  });

  it("refuses an image that claims to be huge, before it allocates", () => {
    const bytes = png(1, 1, [0, 0, 0]);
    bytes.writeUInt32BE(2 ** 31 - 1, 16);
    expect(() => decode(bytes)).toThrow(/2147483647×1 pixels are more than 100 megapixels/);
    const frame = jpeg(8, 8, [0, 0, 0]);
    frame.writeUInt32BE(0xffffffff, frame.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    expect(() => decode(frame)).toThrow(/maxResolutionInMP limit exceeded/);
  });

  it("refuses an image without pixels", () => {
    const bytes = jpeg(8, 8, [0, 0, 0]);
    bytes.writeUInt16BE(0, bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5);
    expect(() => decode(bytes)).toThrow(FormatError);
  });

  it("refuses every truncation", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(png(9, 9, [1, 2, 3]), jpeg(17, 9, [9, 99, 199])),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (bytes, share) => {
          expect(() => decode(bytes.subarray(0, Math.floor(share * bytes.length)))).toThrow(FormatError);
        },
      ),
    );
  });

  it("answers every damage with an image or a FormatError", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(png(9, 9, [1, 2, 3]), jpeg(17, 9, [9, 99, 199])),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, position, change) => {
          const damaged = Buffer.from(bytes);
          damaged[position % bytes.length]! ^= change;
          try {
            decode(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(FormatError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("decodeAhead", () => {
  const files = Array.from({ length: 150 }, (_, i) => ({
    path: `${i}.png`,
    bytes: i === 70 ? png(4, 4, [0, 0, 0]).subarray(0, 40) : png(4 + (i % 5), 4, [i, i, i]),
  }));
  const collect = async (count: number, size?: number) => {
    async function* read() {
      yield* files.slice(0, count);
    }
    const all: (ImageFile & { readonly image: Image | null })[] = [];
    for await (const file of decodeAhead(read(), size)) all.push(file);
    return all;
  };

  it.each([undefined, 3])(
    "hands out what decodeImage makes, in order, and null for what is damaged: size %s",
    async (size) => {
      const expected = files.map(({ path, bytes }, i) => ({
        path,
        bytes,
        image: i === 70 ? null : decodeImage(path, bytes, size),
      }));
      expect(await collect(150, size)).toEqual(expected);
    },
  );

  it("leaves small sets to the caller, and passes on what fails in reading", async () => {
    expect((await collect(64)).map(({ image }) => image)).toEqual(new Array(64).fill(null));
    async function* source() {
      yield* files;
      throw new Error("the disk is gone");
    }
    await expect(async () => {
      for await (const _ of decodeAhead(source(), undefined));
    }).rejects.toThrow("the disk is gone");
  });
});
