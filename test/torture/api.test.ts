import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { World } from "./api/call.ts";
import { fileCalls } from "./api/data.ts";
import { entryPoints, exportedNames } from "./api/exports.ts";
import { calls } from "./api.ts";

const { exports } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

/** Without the files, or an adapter, even the right call ends with an error. */
const unable = [...Object.keys(fileCalls), "gpu", "chooseDevice"];

describe("abusive calls", () => {
  it("start from every export", () => {
    expect(Object.keys(entryPoints)).toEqual(Object.keys(exports).filter((entry) => entry !== "./package.json"));
    expect(exportedNames().filter((name) => !Object.hasOwn(calls, name))).toEqual([]);
  });

  it.each(Object.keys(calls).filter((name) => !unable.includes(name)))(
    "start from a right call of %s",
    async (name) => {
      using world = new World();
      const right = await calls[name](world);
      await right.run(right.args);
    },
  );
});
