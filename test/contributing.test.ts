import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

/** A block of CONTRIBUTING.md that is to be put into a file: at its end, or at the end of the list or table `within`. */
interface Edit {
  readonly file: string;
  readonly within: string | undefined;
  readonly text: string;
}

/** Vitest's, of what is read here. */
interface Report {
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** What must find the new operator by itself. */
const suites = [
  "test/devices/cpu/bits.test.ts",
  "test/devices/cpu/conformance.test.ts",
  "test/devices/corners/corners.test.ts",
  "test/devices/gpu/emulated.test.ts",
  "test/docstrings.test.ts",
  "test/golden.test.ts",
  "test/gradcheck/devices.test.ts",
  "test/gradcheck/operators.test.ts",
  "test/gradcheck/tangents.test.ts",
  "test/operators.test.ts",
  "test/ops/errors.test.ts",
  "test/ops/methods.test.ts",
  "test/torture/api.test.ts",
];

const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const edits: Edit[] = [...page.matchAll(/^(```+)ts\n\/\/ (\S+?)(?:, in (\S+))?\n(.*?)^\1$/gms)].map(
  ([, , file, within, text]) => ({ file: file!, within, text: text! }),
);

/** The table's names of the elementwise operators end with tanh. */
const nameInReadme = ["tanh`", "tanh softplus`"] as const;

function apply(source: string, { file, within, text }: Edit): string {
  if (within === undefined) return `${source}\n${text}`;
  const start = source.search(new RegExp(`^(export )?const ${within}\\b`, "m"));
  const end = source.slice(start).search(/^[}\]]/m);
  if (start < 0 || end < 0) throw new Error(`${file} has no ${within}`);
  return source.slice(0, start + end) + text + source.slice(start + end);
}

/** Every file of the repository, as it lies here. */
async function files(): Promise<string[]> {
  const { stdout } = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root });
  return stdout.trim().split("\n");
}

describe("CONTRIBUTING.md", () => {
  const copy = mkdtempSync(join(tmpdir(), "alexgrad-contributing-"));
  afterAll(() => rmSync(copy, { recursive: true }));

  async function inCopy(command: string, ...args: string[]): Promise<string> {
    try {
      return (await run(command, args, { cwd: copy, maxBuffer: 2 ** 26 })).stdout;
    } catch (error) {
      throw new Error(`${command} ${args.join(" ")}: ${(error as { stdout: string }).stdout}`, { cause: error });
    }
  }

  beforeAll(async () => {
    for (const file of await files()) cpSync(join(root, file), join(copy, file));
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    await inCopy("git", "init", "--quiet");
    await inCopy("git", "add", "--all");
    for (const edit of edits) {
      const path = join(copy, edit.file);
      writeFileSync(path, apply(readFileSync(path, "utf8"), edit));
    }
    const readme = readFileSync(join(copy, "README.md"), "utf8");
    writeFileSync(join(copy, "README.md"), readme.replace(...nameInReadme));
    await inCopy("npm", "run", "build");
  }, 300_000);

  it("adds an elementwise operator in at most five files", async () => {
    const changed = (await inCopy("git", "diff", "--name-only")).trim().split("\n");
    expect(changed).toEqual(["README.md", ...edits.map(({ file }) => file).sort()]);
    expect(changed.length).toBeLessThanOrEqual(5);
    expect(await inCopy("git", "ls-files", "--others", "--exclude-standard")).toBe("");
  });

  it("has its checks find it, on every device", async () => {
    const report = await inCopy(
      "npx",
      "vitest",
      "run",
      "--project",
      "node",
      ...suites,
      "-t",
      "softplus",
      "--reporter=json",
    );
    const { numFailedTests, testResults } = JSON.parse(report) as Report;
    expect(numFailedTests).toBe(0);
    const passed = testResults.filter(({ assertionResults }) =>
      assertionResults.some(({ status }) => status === "passed"),
    );
    const where = passed.map(({ name }) => relative(copy, name)).sort();
    expect(where).toEqual(suites.toSorted());
  }, 600_000);

  it("keeps the rules of the house", async () => {
    await inCopy("npm", "run", "lint");
  }, 300_000);
});
