import type { IConfigurationFiles } from "@imagemagick/magick-wasm";

/** What the decoder takes at most, measured on what it decodes and not on what a file says of itself. */
const limits = {
  pixels: 1e8,
  side: 65_535,
  /** All of the decoder's memory: the file, its coefficients and its pixels. */
  mebibytes: 512,
} as const;

export const LIMITS_TEXT = `${limits.pixels / 1e6} megapixels, ${limits.side} pixels a side and ${limits.mebibytes} MiB of memory`;

/** Nothing but these coders can be reached, whatever a file calls itself. */
const POLICY = `<policymap>
  <policy domain="coder" rights="none" pattern="*"/>
  <policy domain="coder" rights="read" pattern="{JPEG,PNG,WEBP,BMP,GIF}"/>
  <policy domain="path" rights="none" pattern="*"/>
</policymap>`;

const PAGES_PER_MEBIBYTE = 16;

export type Magick = typeof import("@imagemagick/magick-wasm");

/** Loads ImageMagick, once for a thread or page, and sets its limits.
 *  @param wasm the package's `magick.wasm`. */
export async function loadMagick(wasm: Uint8Array): Promise<Magick> {
  const magick = await import("@imagemagick/magick-wasm");
  const { log, policy } = magick.ConfigurationFiles.default;
  const files = { log, policy: { fileName: policy.fileName, data: POLICY } };
  const configuration: IConfigurationFiles = {
    ...files,
    *all() {
      yield* Object.values(files);
    },
  };
  await magick.initializeImageMagick(withMemoryLimit(wasm, limits.mebibytes * PAGES_PER_MEBIBYTE), configuration);
  const { ResourceLimits } = magick;
  // Of the area, ImageMagick takes what is less than its limit.
  ResourceLimits.area = BigInt(limits.pixels + 1);
  ResourceLimits.width = BigInt(limits.side);
  ResourceLimits.height = BigInt(limits.side);
  ResourceLimits.memory = BigInt(limits.mebibytes * 2 ** 20);
  ResourceLimits.disk = 0n;
  return magick;
}

const HEADER_BYTES = 8;
const MEMORY_SECTION = 5;

/** The module with a lower maximum of its one memory, which the engine then keeps. */
function withMemoryLimit(wasm: Uint8Array, pages: number): Uint8Array {
  const limited = Uint8Array.from(wasm);
  let at = HEADER_BYTES;
  const readNumber = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = limited[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < limited.length) {
    const section = limited[at++];
    const end = readNumber() + at;
    if (section === MEMORY_SECTION) {
      const [memories, flags] = [readNumber(), readNumber()];
      readNumber();
      if (memories !== 1 || flags !== 1) break;
      let rest = pages;
      for (; at < end - 1; at++, rest = Math.floor(rest / 128)) limited[at] = (rest % 128) | 0x80;
      limited[at] = rest;
      return limited;
    }
    at = end;
  }
  throw new Error("the decoder's module does not bound its memory");
}
