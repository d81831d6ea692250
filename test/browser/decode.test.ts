import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDecoder, readFixture, truth } from "../data/images.ts";
import { call, TestBrowser } from "./chromium.ts";

const inBrowser = `async (images) => {
  const { Decoder } = await import("/dist/src/data/index.js");
  const wasm = await fetch("/node_modules/@imagemagick/magick-wasm/dist/x86/magick.wasm");
  const decoder = await Decoder.load(new Uint8Array(await wasm.arrayBuffer()));
  const hashes = [];
  for (const base64 of images) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const { shape, pixels } = decoder.decode("", bytes);
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", pixels));
    hashes.push([shape, Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")]);
  }
  return hashes;
}`;

describe("the decoder in a browser", () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await TestBrowser.launch();
  });

  afterAll(() => browser?.close());

  it("reads the same pixels as in Node", async () => {
    const images = truth.map(([name]) => readFixture(name));
    const page = await browser.open({ isolated: false });
    const decoder = await loadDecoder();
    const expected = images.map((bytes) => {
      const { shape, pixels } = decoder.decode("", bytes);
      return [shape, createHash("sha256").update(pixels).digest("hex")];
    });
    const found = await call(
      page,
      inBrowser,
      images.map((bytes) => bytes.toString("base64")),
    );
    expect(found).toEqual(expected);
  });
});
