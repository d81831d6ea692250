import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDecoder, readFixture, truth } from "../data/images.ts";
import { TestBrowser } from "./chromium.ts";
import { decodeInBrowser, digestOf } from "./decodeInBrowser.ts";

describe("the decoder in a browser", () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await TestBrowser.launch();
  });

  afterAll(() => browser?.close());

  it("reads the same pixels as in Node", async () => {
    const images = truth.map(([name]) => readFixture(name));
    const decoder = await loadDecoder();
    const expected = images.map((bytes) => digestOf(decoder.decode("", bytes)));
    expect(await decodeInBrowser(browser, images)).toEqual(expected);
  });
});
