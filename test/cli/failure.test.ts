import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../src/cli/failure.ts";
import { UsageError } from "../../src/cli/options.ts";
import { DeviceError, OptionError } from "../../src/core/errors.ts";
import { oneLine, visible } from "../../src/core/visible.ts";
import { alexgrad, main, run } from "./alexgrad.ts";

const system = (code: string) =>
  Object.assign(new Error(`${code}: text of Node`), { code, syscall: "open", path: "/x" });

describe("what the user is told", () => {
  it.each<[error: unknown, text: RegExp | string, code: number]>([
    [new UsageError("--lr: expected"), "--lr: expected", 2],
    [new OptionError("pad: expected"), "pad: expected", 1],
    [system("EMFILE"), /^\/x: this process may open no more files/, 1],
    [system("EXYZ"), "/x: EXYZ: text of Node", 1],
    [new RangeError("Invalid typed array length: 9"), /^out of memory: .*length: 9; a smaller --batch, --size/, 1],
    [new RangeError("Array buffer allocation failed"), /^out of memory/, 1],
    [new RangeError("Maximum call stack size exceeded"), /^internal error: Maximum call stack/, 1],
    [new TypeError("x is undefined"), "internal error: x is undefined; run again with --debug for the stack", 1],
    ["thrown text", /^internal error: thrown text/, 1],
    [new AggregateError([new DeviceError("first"), new TypeError("second")], "both"), "first", 1],
  ])("of %s", (error, text, code) => {
    const told = describeFailure(error);
    expect(told.code).toBe(code);
    if (typeof text === "string") expect(told.text).toBe(text);
    else expect(told.text).toMatch(text);
  });

  it("is the first error, where closing failed after it", async () => {
    const closing = (message: string) => ({ [Symbol.asyncDispose]: () => Promise.reject(new DeviceError(message)) });
    const block = async () => {
      await using _outer = closing("outer");
      await using _inner = closing("inner");
      throw new OptionError("the first");
    };
    const error = await block().catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(OptionError);
    expect(describeFailure(error).text).toBe("the first");
  });
});

describe("--debug", () => {
  it("shows the stack, which is not shown without", async () => {
    const args = ["train", "--data", "/no/such/folder"];
    const [plain, debug] = [await alexgrad(args), await alexgrad([...args, "--debug"])];
    expect(plain.err).toBe(debug.err.split("\n")[0].concat("\n"));
    expect(debug.err).toMatch(/FormatError: .*\n\s+at /);
    expect([plain.code, debug.code]).toEqual([1, 1]);
  });

  it("is a flag of every command", async () => {
    for (const command of ["info", "train"]) expect((await alexgrad([command, "--help"])).out).toContain("--debug");
  });
});

describe("an error that nobody awaits", () => {
  it.each(['throw new TypeError("lost")', 'Promise.reject(new TypeError("lost"))'])(
    "ends the command in one line: %s",
    async (statement) => {
      const script = `data:text/javascript,setTimeout(() => { ${statement} }, 500)`;
      const { code, err } = await run(process.execPath, ["--import", script, main, "gradcheck", "--cases", "9000"]);
      expect(err).toMatch(/(^|\n)alexgrad: internal error: lost; run again with --debug for the stack\n$/);
      expect(err).not.toMatch(/^\s+at /m);
      expect(code).toBe(1);
    },
  );
});

describe("text for a terminal", () => {
  it("shows what a terminal would obey, and leaves lines and JSON as they are", () => {
    const name = "a\x1b[2J\x7f\x9b1m\u202e\u2066b\r";
    expect(visible(name)).toBe("a\\u001b[2J\\u007f\\u009b1m\\u202e\\u2066b\\u000d");
    expect(visible("été\n\t▁█ 漢字 👍")).toBe("été\n\t▁█ 漢字 👍");
    expect(oneLine("a\nb")).toBe("a\\nb");
    const json = visible(JSON.stringify({ name }, null, 2));
    expect(json).not.toMatch(/[\x7f-\x9f\u202e\u2066]/);
    expect(JSON.parse(json)).toEqual({ name });
  });

  it("is written in one place", () => {
    const cli = fileURLToPath(new URL("../../src/cli", import.meta.url));
    const writers = readdirSync(cli).filter((file) => {
      return /process\.std(out|err)|console\./.test(readFileSync(join(cli, file), "utf8"));
    });
    // Before any other module is there, main says that none can be loaded.
    expect(writers).toEqual(["main.ts", "output.ts"]);
  });
});
