import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import type { Contender } from "../../bench/engine/contender.ts";
import { measure } from "../../bench/engine/measure.ts";
import { forgetGiven, give } from "../../bench/given.node.ts";
import { type PeerOptions, startPeer } from "../../bench/peers.node.ts";
import { peersOf } from "../../bench/peerTasks.ts";
import type { PeerTask } from "../../bench/workloads/lab.ts";

const file = new URL("fakePeer.mjs", import.meta.url).href;

let stderr: MockInstance<typeof process.stderr.write>;
const said = () => stderr.mock.calls.map(([text]) => text).join("");
const open: Contender[] = [];

afterAll(forgetGiven);

beforeEach(() => {
  stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
});

afterEach(async () => {
  for (const peer of open.splice(0)) await peer.close?.();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function start(fault: string, task: PeerTask = "gemm", options: Partial<PeerOptions> = {}) {
  vi.stubEnv("FAKE_PEER", fault);
  const peer = await startPeer(file, task, { threads: 3, ...options });
  if (peer) open.push(peer);
  return peer;
}

describe("a peer", () => {
  it("that computes what we compute takes its turns", async () => {
    const peer = await start("");
    expect(peer?.name).toBe("fake 1.0, 3 threads");
    expect(peer?.facts()).toEqual({ device: "fake 1.0", threads: 3 });
    const ours: Contender = { name: "ours", facts: () => ({ device: "cpu" }), run: async () => 1 };
    const task = { group: "operator", what: "matmul", size: "1024", shape: "", pass: "forward" } as const;
    const work = { flop: 1, bytes: 1 };
    const rows = await measure({ ...task, work, contenders: [ours, peer!], limits: [] }, { rounds: 2 });
    expect(rows.map(({ contender }) => contender)).toEqual(["ours", "fake 1.0, 3 threads"]);
    const [, theirs] = rows as [unknown, (typeof rows)[number]];
    expect(theirs.checked).toBeGreaterThan(0);
    expect(theirs.checked).toBeLessThan(1);
    expect(theirs.time.steady.count).toBe(2);
  }, 180_000);

  it.each([
    ["one value is wrong", /^fake 1\.0, 3 threads: expected \S+ ± \S+ as value 12345; got \S+$/],
    ["a value is NaN", /^fake 1\.0, 3 threads: expected \S+ ± \S+ as value 7; got NaN$/],
    ["a value is missing", /^fake 1\.0, 3 threads: expected 1048576 values; got 1048575$/],
  ])("is refused where %s", async (fault, message) => {
    const peer = await start(fault);
    await expect(peer?.check?.()).rejects.toThrow(message);
  });

  it("that dies in a round is named, with what it said", async () => {
    const peer = await start("dies in a round");
    const message = /fakePeer\.mjs gemm: expected an answer; got its end \(MemoryError: nothing left\)$/;
    await expect(peer?.run()).rejects.toThrow(message);
  });

  it.each([
    [
      "hangs at start",
      /fakePeer\.mjs gemm: expected an answer; got none within 0\.5 s; see bench\/peers\/README\.md\n$/,
    ],
    [
      "dies at start",
      /fakePeer\.mjs gemm: expected an answer; got its end \(Error: Cannot find package 'nowhere'\); see/,
    ],
    ["talks", /fakePeer\.mjs gemm: expected an answer; got Welcome to the fake peer!; see/],
  ])("that %s is left out, with the reason", async (fault, reason) => {
    expect(await start(fault, "gemm", fault === "hangs at start" ? { patience: 500 } : {})).toBeNull();
    expect(said()).toMatch(reason);
  });

  it("that cannot do a task is left out, with the reason", async () => {
    expect(await start("", "forward")).toBeNull();
    expect(said()).toMatch(/skipped \S+fakePeer\.mjs forward: it only multiplies\n$/);
  });

  it.each(["gemm", "forward"] as const)("that stays at its end is killed: %s", async (task) => {
    const folder = mkdtempSync(join(tmpdir(), "alexgrad-peer-"));
    const pidFile = join(folder, "pid");
    vi.stubEnv("FAKE_PEER_PID", pidFile);
    const peer = await start("stays", task, { farewell: 100 });
    await peer?.close?.();
    expect(() => process.kill(Number(readFileSync(pidFile, "utf8")), 0)).toThrow("ESRCH");
    rmSync(folder, { recursive: true });
  });

  it("whose Python is a name is looked for in the PATH", async () => {
    vi.stubEnv("PYTHON", "no-such-python");
    expect(await startPeer("torch_peer.py", "gemm", { threads: 1 })).toBeNull();
    expect(said()).toMatch(/expected an answer; got its end \(spawn no-such-python ENOENT\); see/);
  });

  it("that is not there is left out, with the reason", async () => {
    expect(await startPeer("nobody.mjs", "gemm", { threads: 1 })).toBeNull();
    expect(said()).toMatch(/skipped nobody\.mjs gemm: \S+nobody\.mjs is not there\n$/);
  });
});

describe("what is given", () => {
  const cifarParameters = 64 * 75 + 64 + 64 * 1600 + 64 + 384 * 3136 + 384 + 192 * 384 + 192 + 10 * 192 + 10;

  it("is the weights, the images and the labels", async () => {
    const { path } = await give("cifar", 2);
    const { buffer, byteOffset, byteLength } = readFileSync(path);
    const values = new Float32Array(buffer, byteOffset, byteLength / 4);
    expect(values.length).toBe(cifarParameters + 2 * 3 * 32 * 32 + 2);
    expect([...values.subarray(-2)]).toEqual([0, 1]);
  });

  it("is the same for all peers at a task", async () => {
    expect(await give("cifar", 2)).toBe(await give("cifar", 2));
    expect((await give("cifar", 1)).path).not.toBe((await give("cifar", 2)).path);
  });

  it("is gone once it is forgotten", async () => {
    const { path } = await give("cifar", 1);
    forgetGiven();
    expect(existsSync(path)).toBe(false);
    expect((await give("cifar", 1)).path).not.toBe(path);
  });

  it("comes with the loss and the first layer's weights after a step", async () => {
    const { path, expected } = await give("cifar", 2);
    const { buffer, byteOffset } = readFileSync(path);
    const before = new Float32Array(buffer, byteOffset, 64 * 75);
    const [loss, ...after] = expected.values;
    expect(loss).toBeGreaterThan(0);
    expect(after.length).toBe(before.length);
    const steps = after.map((value, i) => Math.abs(value - before[i]!));
    // Weights that no step was made with are not allowed.
    expect(Math.max(...steps.map((step, i) => step / expected.allowed[i + 1]!))).toBeGreaterThan(5);
  });
});

describe("the peers of a task", () => {
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-python-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("bring what is asked of two threads of ours or more", async () => {
    const python = join(folder, "python");
    const answers = `
      console.log('{"peer":"PyTorch 0"}');
      require("node:readline").createInterface({ input: process.stdin }).on("line", () => console.log('{"threads":2}'));`;
    writeFileSync(python, `#!${process.execPath}${answers}`, { mode: 0o755 });
    vi.stubEnv("PYTHON", python);
    const two = await peersOf("cifar", { threads: 2, batch: 2 });
    const one = await peersOf("cifar", { threads: 1, batch: 2 });
    const four = await peersOf("cifar", { threads: 4, batch: 2 });
    open.push(...two.contenders, ...one.contenders, ...four.contenders);
    expect(two.contenders.map(({ name }) => name)).toEqual(["PyTorch 0, 2 threads"]);
    expect(two.asked).toEqual([{ of: "PyTorch 0, 2 threads", atMost: 0.7 }]);
    expect(one.asked).toEqual([]);
    expect(four.asked).toMatchObject([{ atMost: 0.7 }]);
  });

  it("are none where none is installed, and nothing is asked", async () => {
    vi.stubEnv("PYTHON", join(folder, "nothing"));
    expect(await peersOf("cifar", { threads: 2 })).toEqual({ contenders: [], asked: [] });
    expect(said()).toMatch(/skipped torch_peer\.py cifar: \S+nothing is not there\n$/);
  });
});
