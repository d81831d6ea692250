import { describe, expect, it } from "vitest";
import { isCutJpeg } from "../../docs/playground/cutJpeg.ts";
import { readFixture } from "../data/images.ts";
import { colored, dropped, png } from "./files.ts";
import { Listened } from "./session.ts";

const own = { data: "own", network: { width: 0.25 }, recipe: { batch: 8, epochs: 2 } } as const;

describe("images of one's own", () => {
  it("are read, and what cannot be read is named", async () => {
    await using session = new Listened();
    const jpeg = readFixture("rgb.jpg");
    const files = [
      ...colored(10),
      dropped("mine/red/gray.png", readFixture("l.png")),
      dropped("mine/blue/gray-alpha.png", readFixture("la.png")),
      dropped("mine/blue/photo.jpg", jpeg),
      dropped("mine/red/cut.jpg", jpeg.subarray(0, jpeg.length - 40)),
      dropped("mine/red/notes.txt", "hello"),
      dropped("mine/red/renamed.png", "hello"),
      dropped("mine/.DS_Store", ""),
      dropped("mine/green/only.png", "not a picture"),
    ];
    await session.ask({ do: "files", files });
    const { classes, train, test, samples, skipped } = session.last("data");
    expect([classes, train, test]).toEqual([["blue", "red"], 18, 5]);
    expect(samples.map(({ width, height, rgba }) => [width, height, rgba.length])).toEqual([
      [32, 32, 4096],
      [32, 32, 4096],
    ]);
    expect([...samples[1]!.rgba.subarray(4 * 1000, 4 * 1001)]).toEqual([220, 30, 20, 255]);
    const named = ["notes.txt is no image", "red/cut.jpg: ", "red/renamed.png: expected a JPEG", "green/only.png: "];
    expect(skipped.length).toBe(named.length);
    for (const each of named) expect(skipped.filter((sentence) => sentence.includes(each)).length).toBe(1);

    await session.reset(own);
    await session.run();
    expect(session.last("ready")).toMatchObject({ classes: ["blue", "red"], steps: 6 });
    expect(session.of("epoch").length).toBe(2);
    expect(session.errors).toEqual([]);
  });

  it("may have a part of their own to measure with, which else the seed decides", async () => {
    await using session = new Listened();
    const held = colored(2).map(({ path, file }) => ({ path: path.replace("mine", "mine/test"), file }));
    const train = colored(3).map(({ path, file }) => ({ path: path.replace("mine", "mine/train"), file }));
    await session.ask({ do: "files", files: [...held, ...train] });
    expect(session.last("data")).toMatchObject({ classes: ["blue", "red"], train: 6, test: 4, skipped: [] });
    const lossesOf = async (seed: number) => {
      await session.reset({ ...own, seed });
      await session.ask({ do: "step" });
      return session.losses.at(-1);
    };
    await session.ask({ do: "files", files: colored(5) });
    expect(session.last("data")).toMatchObject({ train: 8, test: 2 });
    const first = await lossesOf(0);
    expect(await lossesOf(1)).not.toBe(first);
    expect(await lossesOf(0)).toBe(first);
  });

  it("must be of two classes, and what was there stays", async () => {
    await using session = new Listened();
    await session.ask({ do: "files", files: colored(3) });
    await session.ask({ do: "files", files: [dropped("cats/1.png", png([1, 2, 3], 0))] });
    await session.ask({ do: "files", files: [dropped("notes.txt", "hello")] });
    await session.ask({ do: "files", files: [dropped("a/1.png", "bad"), dropped("b/1.png", "bad")] });
    expect(session.errors.map((error) => error.replace(/: .*(got one, cats|no images|got none).*/, ": $1"))).toEqual([
      "files: got one, cats",
      "files: no images",
      "files: got none",
    ]);
    expect(session.errors[2]).toMatch(/got none; .*a\/1\.png: expected a JPEG.*; .*b\/1\.png: /);
    await session.reset(own);
    expect(session.last("ready").classes).toEqual(["blue", "red"]);
  });

  it("may come twice at once, and while it trains", async () => {
    await using session = new Listened();
    await session.ask({ do: "files", files: colored(3) });
    await session.reset({ ...own, recipe: { batch: 2, epochs: 500 } });
    await session.ask({ do: "run" }, { do: "files", files: colored(5) }, { do: "files", files: colored(10) });
    expect(session.of("data").map(({ of, train, test }) => [of, train + test])).toEqual([
      ["own", 6],
      ["own", 10],
      ["own", 20],
    ]);
    expect(session.state).toBe("running");
    await session.ask({ do: "pause" });
    expect(session.errors).toEqual([]);
  });

  it("are JPEGs with an end", () => {
    const jpegs = ["rgb.jpg", "gray.jpg", "progressive420.jpg", "cmyk.jpg", "turned6.jpg", "restart.jpg"];
    for (const jpeg of jpegs.map(readFixture)) {
      expect(isCutJpeg(jpeg)).toBe(false);
      expect(isCutJpeg(jpeg.subarray(0, jpeg.length - 3))).toBe(true);
    }
  });
});
