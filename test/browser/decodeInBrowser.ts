import { createHash } from "node:crypto";
import type { Image } from "../../src/data/resize.ts";
import { call, type TestBrowser } from "./chromium.ts";

const inBrowser = `async (images) => {
  const { Decoder } = await import("/dist/src/data/index.js");
  const wasm = await fetch("/node_modules/@imagemagick/magick-wasm/dist/x86/magick.wasm");
  const decoder = await Decoder.load(new Uint8Array(await wasm.arrayBuffer()));
  const digests = [];
  for (const base64 of images) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const { shape, pixels } = decoder.decode("", bytes);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", pixels));
    digests.push(shape.join("×") + " " + Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return digests;
}`;

/** What a page decodes of each file, as `digestOf` has it. */
export async function decodeInBrowser(browser: TestBrowser, files: readonly Buffer[]): Promise<string[]> {
  const page = await browser.open({ isolated: false });
  return call(
    page,
    inBrowser,
    files.map((bytes) => bytes.toString("base64")),
  );
}

export function digestOf({ shape, pixels }: Image): string {
  return `${shape.join("×")} ${createHash("sha256").update(pixels).digest("hex")}`;
}
