import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { type Change, compareRuns } from "../../bench/compare.ts";
import { type Spread, spreadOf } from "../../bench/engine/statistics.ts";
import type { Noise, Results, Row } from "../../bench/results.ts";

/** A median and how far its interval reaches on either side. */
const about = (median: number, reach = 0.01): Spread => ({
  ...spreadOf([median]),
  interval: [median - reach, median + reach],
});

interface Told {
  readonly what?: string;
  readonly device?: string;
  readonly share?: Spread;
  readonly ratios?: Record<string, Spread>;
  readonly noise?: Partial<Noise>;
  readonly ms?: number;
}

function row(contender: string, told: Told): Row {
  const { what = "torchvision", device = "cpu", share, ratios = {}, noise, ms = 1 } = told;
  return {
    ...{ group: "network", what, size: "batch 8", shape: "x 8×3×224×224", pass: "forward", contender },
    facts: { device },
    time: { first: ms, compile: 0, warm: ms, steady: about(ms), calls: 1 },
    work: { flop: 1, bytes: 1 },
    ...(share && { bound: { kind: "compute", share } }),
    ratios: Object.entries(ratios).map(([to, ratio]) => ({ to, ratio, verdict: "faster" })),
    ...(noise && { noise: { ratio: about(1), spread: 0.02, isProven: true, ...noise } }),
    targets: [],
  };
}

const run = (...rows: Row[]): Results => ({
  format: "alexgrad-bench-1",
  alexgrad: "0.1.0",
  date: "2026-11-27T00:00:00.000Z",
  machine: { runtime: "Node v20.20.2", platform: "linux x64", processor: "one", cores: 2 },
  processes: 1,
  rows,
});

/** Of one ratio to a peer. */
const verdictOf = (stored: Told, now: Told) =>
  compareRuns(run(row("ours", { noise: {}, ...stored })), run(row("ours", { noise: {}, ...now })))[0]?.verdict;

const toPeer = (median: number, reach?: number) => ({ ratios: { "onnxruntime-node": about(median, reach) } });

describe("a ratio to a peer", () => {
  it.each([
    ["the same", 1.3, "unchanged"],
    ["above by less than the noise", 1.32, "unchanged"],
    ["above by more than the noise", 1.4, "worsened"],
    ["below by more than the noise", 1.2, "improved"],
  ])("that is %s", (_, now, verdict) => {
    expect(verdictOf(toPeer(1.3), toPeer(now))).toBe(verdict);
  });

  it("within an interval of either run is unchanged", () => {
    expect(verdictOf(toPeer(1.3, 0.2), toPeer(1.4))).toBe("unchanged");
    expect(verdictOf(toPeer(1.3), toPeer(1.4, 0.2))).toBe("unchanged");
  });

  it("is held against the noise of the noisier run", () => {
    expect(verdictOf(toPeer(1.3), { ...toPeer(1.4), noise: { spread: 0.1 } })).toBe("unchanged");
    expect(verdictOf({ ...toPeer(1.3), noise: { spread: 0.1 } }, toPeer(1.4))).toBe("unchanged");
  });

  it("proves nothing where a contender differs from itself", () => {
    expect(verdictOf(toPeer(1.3), { ...toPeer(2), noise: { isProven: false } })).toBe("unproven");
    expect(verdictOf({ ...toPeer(1.3), noise: { isProven: false } }, toPeer(2))).toBe("unproven");
  });

  it("is held against the widest noise of a task, and all of it must be proven", () => {
    const other = (noise: Partial<Noise>) => row("gpu", { device: "gpu", noise });
    const before = row("ours", { noise: {}, ...toPeer(1.3) });
    const now = row("ours", { noise: {}, ...toPeer(1.4) });
    const verdict = (noise: Partial<Noise>) => compareRuns(run(before), run(now, other(noise)))[0]?.verdict;
    expect([{}, { spread: 0.1 }, { isProven: false }].map(verdict)).toEqual(["worsened", "unchanged", "unproven"]);
  });

  it("is missing where the peer is", () => {
    const [change] = compareRuns(run(row("ours", toPeer(1.3))), run(row("ours", {})));
    const { task, contender, of } = change as Change;
    expect(change).toEqual({ task, contender, of, isOurs: false, stored: 1.3, verdict: "missing" });
    expect([task, contender, of]).toEqual(["network torchvision, batch 8, forward", "ours", "onnxruntime-node"]);
  });
});

it("a share of the bound is better the larger it is", () => {
  expect(verdictOf({ share: about(0.7) }, { share: about(0.8) })).toBe("improved");
  expect(verdictOf({ share: about(0.7) }, { share: about(0.6) })).toBe("worsened");
});

it("milliseconds are not compared", () => {
  expect(verdictOf({ ...toPeer(1.3), ms: 1 }, { ...toPeer(1.3), ms: 100 })).toBe("unchanged");
});

it("each pair of contenders is compared once, and from our side", () => {
  const rows = [
    row("two", { ratios: { one: about(0.5), peer: about(1) }, share: about(0.7), noise: {} }),
    row("one", { ratios: { two: about(2), peer: about(2) } }),
    row("peer", { device: "PyTorch 1.13", ratios: { one: about(0.5), two: about(1) } }),
  ];
  const pairs = compareRuns(run(...rows), run(...rows)).map(({ contender, of }) => `${contender} / ${of}`);
  expect(pairs).toEqual(["two / share of the bound", "two / one", "two / peer", "one / peer"]);
});

it.each(["decoder", "loader", "none"])("what runs on no device, a %s, is compared too", (device) => {
  const rows = [row("2 threads", { device, ratios: { "1 thread": about(0.5) } }), row("1 thread", { device })];
  expect(compareRuns(run(...rows), run(...rows))).toMatchObject([{ contender: "2 threads", isOurs: true }]);
});

it("tasks are kept apart", () => {
  const rows = [row("ours", toPeer(1)), row("ours", { ...toPeer(2), what: "lenet5" })];
  const changes = compareRuns(run(...rows), run(...rows.toReversed()));
  expect(changes.map(({ stored, now, verdict }) => [stored, now, verdict])).toEqual([
    [1, 1, "unchanged"],
    [2, 2, "unchanged"],
  ]);
});

describe("npm run bench:check", () => {
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-check-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content));
    return join(folder, name);
  };
  const check = (...args: string[]) => {
    const main = fileURLToPath(new URL("../../dist/bench/check.js", import.meta.url));
    return spawnSync(process.execPath, [main, ...args], { encoding: "utf8" });
  };
  const stored = file("stored.json", run(row("ours", toPeer(1.3)), row("ours", { ...toPeer(1), what: "lenet5" })));
  const slower = file("slower.json", run(row("ours", toPeer(1.5))));

  it("says what worsened first, and fails", () => {
    const { status, stdout } = check(stored, slower);
    expect(stdout).toBe(
      [
        "ratio                                                           stored   now",
        "network torchvision, batch 8, forward: ours / onnxruntime-node    1.30  1.50  worsened",
        "network lenet5, batch 8, forward: ours / onnxruntime-node         1.00     –   missing",
        "",
        "1 worsened, 1 missing, 0 unproven, 0 improved, 0 unchanged",
        "",
      ].join("\n"),
    );
    expect(status).toBe(1);
  });

  it("fails where a ratio between our own is missing, and not where a peer is", () => {
    const both = row("two", { ratios: { one: about(0.5), peer: about(1) } });
    const [before, noPeer, alone] = [
      file("before.json", run(both, row("one", {}))),
      file("noPeer.json", run(row("two", { ratios: { one: about(0.5) } }), row("one", {}))),
      file("alone.json", run(row("two", { ratios: { peer: about(1) } }))),
    ];
    expect([noPeer, alone].map((now) => check(before, now).status)).toEqual([0, 1]);
  });

  it("passes where nothing worsened, and prints JSON", () => {
    const { status, stdout } = check(slower, stored, "--json");
    expect(JSON.parse(stdout).map(({ verdict }: Change) => verdict)).toEqual(["improved"]);
    expect(status).toBe(0);
  });

  it.each([
    ["another format", [file("other.json", { format: "other-1" })], /other\.json: expected results as alexgrad bench/],
    [
      "a run whose command gives no results",
      [file("broken.json", { ...run(), command: ["gemm", "--rounds", "0"] })],
      /alexgrad bench: expected results; got none, and exit code 2/,
    ],
    ["a run that does not say how it was measured", [stored], /expected a stored run that says by which command/],
  ])("refuses %s", (_, args, message) => {
    const { status, stderr } = check(...args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
