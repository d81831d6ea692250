import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { runCommandLine } from "../../src/cli/start.ts";

export const main = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the built command; `meet` may talk to the process while it runs, `node` are options of Node, `cwd` is where. */
export function alexgrad(
  args: readonly string[],
  meet?: (child: ChildProcess, err: string) => void,
  node: readonly string[] = [],
  cwd?: string,
): Promise<Result> {
  return run(process.execPath, [...node, main, ...args], meet, cwd);
}

/** Runs the command in the test's own process, from the sources: a fraction of what a process costs, for the many ways
 *  to call it that end before there is work. One at a time. */
export async function alexgradHere(args: readonly string[], cwd = process.cwd()): Promise<Result> {
  const before = { cwd: process.cwd(), code: process.exitCode };
  const texts = { out: "", err: "" };
  const spies = (
    [
      ["out", process.stdout],
      ["err", process.stderr],
    ] as const
  ).map(([name, stream]) =>
    vi.spyOn(stream, "write").mockImplementation((text) => {
      texts[name] += text;
      return true;
    }),
  );
  process.chdir(cwd);
  process.exitCode = 0;
  try {
    await runCommandLine([process.execPath, main, ...args]);
    return { code: Number(process.exitCode), ...texts };
  } finally {
    process.exitCode = before.code;
    process.chdir(before.cwd);
    for (const spy of spies) spy.mockRestore();
  }
}

/** Runs it in a bash that has set limits or redirections: `$alexgrad` is the command. */
export function shell(script: string): Promise<Result> {
  return run("bash", ["-c", `alexgrad="${process.execPath} ${main}"; ${script}`]);
}

export function run(
  command: string,
  args: readonly string[],
  meet: (child: ChildProcess, err: string) => void = () => {},
  cwd?: string,
): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], cwd });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk) => {
      err += chunk;
      meet(child, err);
    });
    child.on("close", (code) => resolve({ code, out, err }));
  });
}
