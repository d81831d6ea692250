import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encode as encodePng } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alexgrad, alexgradHere, type Result, shell } from "./alexgrad.ts";

const isLinux = process.platform === "linux";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-platform-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const long = ["--limit", "100", "--epochs", "6", "--batch", "20"];
const read = (...path: string[]) => readFileSync(join(folder, ...path));

function expectOneLine({ code, err }: { code: number | null; err: string }, message: RegExp): void {
  expect(err).toMatch(message);
  expect(err.trimEnd().split("\n")).toHaveLength(1);
  expect(code).toBe(1);
}

describe("signals", () => {
  beforeAll(async () => {
    expect((await alexgrad(["train", ...long, "--out", join(folder, "whole")])).code).toBe(0);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s saves, exits with %i, and the run goes on to the same weights", async (signal, expected) => {
    const out = join(folder, signal);
    let sent = false;
    const stopped = await alexgrad(["train", ...long, "--out", out, "--save-every", "1000"], (child, soFar) => {
      if (!sent && soFar.includes("epoch 1/6")) sent = child.kill(signal);
    });
    expect(stopped).toMatchObject({ code: expected, out: expect.stringContaining("Interrupted after") });
    expect(await alexgrad(["train", "--resume", out])).toMatchObject({ code: 0 });
    expect(read(signal, "best.safetensors")).toEqual(read("whole", "best.safetensors"));
  });

  it("a second one stops at once", async () => {
    const flags = ["--limit", "4000", "--batch", "2000", "--epochs", "1000", "--out", join(folder, "twice")];
    let begun = false;
    let again = false;
    const { code, out } = await alexgrad(["train", ...flags], (child, soFar) => {
      if (!begun && soFar.includes("batches of")) begun = child.kill("SIGTERM");
      if (!again && soFar.includes("stopping after")) again = child.kill("SIGHUP");
    });
    expect([code, out]).toEqual([129, ""]);
  });
});

describe("output that nobody reads", () => {
  it.each([
    ["standard error", "2>&1 >/dev/null | head -1"],
    ["both streams", "2>&1 | head -1"],
  ])("%s: training goes on to its end", async (name, redirection) => {
    const out = join(folder, name);
    const { code } = await shell(`set -o pipefail; $alexgrad train ${long.join(" ")} --out '${out}' ${redirection}`);
    expect(code).toBe(0);
    expect(readdirSync(out)).toContain("report.html");
    expect(read(name, "best.safetensors")).toEqual(read("whole", "best.safetensors"));
  });

  it.each(["summary paper2012", "--help", "info"])("%s ends quietly", async (args) => {
    expect(await shell(`set -o pipefail; $alexgrad ${args} | true`)).toMatchObject({ code: 0 });
  });

  it.skipIf(!isLinux)("a full disk is a failure", async () => {
    const full = await shell("$alexgrad summary paper2012 >/dev/full");
    expectOneLine(full, /^alexgrad: cannot write the output: the disk is full\n$/);
  });
});

describe("limits of the system", () => {
  // What Node itself opens and reserves differs by its version; so all but what is to be left is taken before it.
  function withLess(limit: string, take: string): Promise<Result> {
    const preload = join(folder, "take.cjs");
    writeFileSync(preload, `if (require("worker_threads").isMainThread) { globalThis.held = []; ${take} }`);
    return shell(`ulimit ${limit}; NODE_OPTIONS="--require ${preload}" $alexgrad gradcheck relu --device cpu`);
  }

  it.skipIf(!isLinux)("addresses", async () => {
    const memory = "new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true })";
    const all = `try { while (held.length < 64) held.push(${memory}); } catch {}`;
    const message = /cpu: the system does not give the addresses for its memory \(ulimit -v/;
    expectOneLine(await withLess("-v 30000000", all), message);
  });

  it.skipIf(!isLinux).each([1, 2, 4])("%i more files that may be open", async (count) => {
    const open = 'try { for (;;) held.push(require("fs").openSync("/dev/null")); } catch {}';
    const close = `for (let i = 0; i < ${count}; i++) require("fs").closeSync(held.pop());`;
    // Node 24 opens its modules one by one; there the worker threads are the first that need more.
    const message = /^alexgrad: (.*(open files|open no more)|cpu: the workers cannot be kept running)/;
    expectOneLine(await withLess("-n 200", open + close), message);
  });

  it("sizes, before anything is allocated", async () => {
    const { code, err } = await alexgradHere([
      "train",
      "--size",
      "8000",
      "--limit",
      "100",
      "--out",
      join(folder, "no"),
    ]);
    expectOneLine({ code, err }, /100 images of 8000×8000 pixels need 18311 MiB, more than the 4096 MiB/);
    expect(readdirSync(folder)).not.toContain("no");
  });
});

describe("files that are none", () => {
  it.skipIf(!isLinux)("are refused as --config, as data and as images", { timeout: 60_000 }, async () => {
    const pipe = join(folder, "pipe.png");
    execFileSync("mkfifo", [pipe]);
    const big = join(folder, "big.json");
    writeFileSync(big, " ".repeat(2 ** 20 + 1));
    for (const [file, reason] of [
      [pipe, "expected a file; it is a pipe"],
      ["/dev/zero", "expected a file; it is a device"],
      [folder, "expected a file; it is a folder"],
      [big, "expected at most 1048576 bytes; it has 1048577"],
      [join(folder, "gone"), "cannot be read: it does not exist"],
    ]) {
      const { code, err } = await alexgradHere(["train", "--config", file!]);
      expect([code, err]).toEqual([2, `alexgrad: --config: ${file}: ${reason}\n`]);
    }
    expectOneLine(await alexgrad(["train", "--data", pipe]), /pipe\.png: expected a file; it is a pipe/);
    const checkpoint = ["--checkpoint", join(folder, "whole")];
    expectOneLine(await alexgrad(["classify", pipe, ...checkpoint]), /pipe\.png: expected a file; it is a pipe/);
    expectOneLine(await alexgrad(["visualize", "--image", "/dev/zero", ...checkpoint]), /it is a device/);
  });
});

describe("flags", () => {
  it.each([
    ["train", "size", "9999999", "a whole number from 1 to 32768"],
    ["train", "batch", "Infinity", "a whole number from 1 to 16777216"],
    ["train", "limit", "1e15", "a whole number from 1 to 16777216"],
    ["train", "hold-out", "NaN", "a whole number from 1 to 16777216"],
    ["train", "accumulate", "0", "a whole number from 1 to 16777216"],
    ["train", "epochs", "1e400", "a whole number from 1 to 100000000"],
    ["train", "minutes", "Infinity", "a number above 0, up to 100000000"],
    ["train", "threads", "65", "a whole number from 1 to 64"],
    ["train", "workers", "1e9", "a whole number from 0 to 64"],
    ["train", "lr", "1e300", "a number from 0 to 1e+38"],
    ["train", "weight-decay", "NaN", "a number from 0 to 1e+38"],
    ["train", "width", "1e6", "a number above 0, up to 1000"],
    ["train", "save-every", "Infinity", "a number from 0 to 100000000"],
    ["lr-find", "from", "1e400", "a number above 0, up to 1e+38"],
    ["study relu", "seeds", "1e9", "a whole number from 1 to 100000000"],
    ["eval", "limit", "-0.5", "a whole number from 1 to 16777216"],
  ])("%s --%s=%s is refused before anything is read", async (command, flag, value, expected) => {
    // Data that does not exist: that would be the next error.
    const data = ["--data", "/no/such/folder"];
    const { code, err } = await alexgradHere([...command.split(" "), ...data, `--${flag}=${value}`]);
    expect(err).toMatch(new RegExp(`^alexgrad: --${flag}: expected .*; got .*\\n$`));
    expect(err).toContain(expected);
    expect(code).toBe(2);
  });
});

describe("names with escapes", () => {
  it.skipIf(!isLinux)("are shown, not obeyed; JSON has them exactly", { timeout: 60_000 }, async () => {
    const names = ["red\x1b[31m", "dir\u202etxt\x9b2J"];
    const data = join(folder, "escapes");
    for (const name of names) {
      mkdirSync(join(data, name), { recursive: true });
      const png = encodePng({ width: 8, height: 8, data: new Uint8Array(8 * 8 * 3), channels: 3 });
      for (const i of [0, 1, 2]) writeFileSync(join(data, name, `${i}.png`), png);
    }
    const out = join(folder, "escaped");
    const flags = ["--size", "32", "--epochs", "1", "--hold-out", "1", "--batch", "2", "--out", out];
    expect(await alexgrad(["train", "--data", data, ...flags])).toMatchObject({ code: 0 });
    const classify = ["classify", join(data, names[0], "0.png"), "--checkpoint", out];
    const text = (await alexgrad(classify)).out;
    expect(text).toContain("red\\u001b[31m");
    expect(text).toContain("dir\\u202etxt\\u009b2J");
    const json = (await alexgradHere([...classify, "--json"])).out;
    const [{ file, classes }] = JSON.parse(json);
    expect(file).toBe(classify[1]);
    expect(classes.map(({ name }: { name: string }) => name).sort()).toEqual([...names].sort());
    expect(text + json).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expectOneLine(
      await alexgradHere(["train", "--data", "/no/\x1b[2J\nfake"]),
      /\/no\/\\u001b\[2J\\nfake: does not exist/,
    );
  });
});
