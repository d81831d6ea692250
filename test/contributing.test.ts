import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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

const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const edits: Edit[] = [...page.matchAll(/```ts\n\/\/ (\S+?)(?:, in (\S+))?\n(.*?)```/gs)].map(
  ([, file, within, text]) => {
    return { file: file!, within, text: text! };
  },
);

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

  const inCopy = (command: string, ...args: string[]) => run(command, args, { cwd: copy, maxBuffer: 2 ** 26 });

  beforeAll(async () => {
    for (const file of await files()) cpSync(join(root, file), join(copy, file));
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    await inCopy("git", "init", "--quiet");
    await inCopy("git", "add", "--all");
    for (const edit of edits) {
      const path = join(copy, edit.file);
      writeFileSync(path, apply(readFileSync(path, "utf8"), edit));
    }
    await inCopy("npm", "run", "build");
  }, 300_000);

  it("adds an elementwise operator in at most five files", async () => {
    const { stdout } = await inCopy("git", "diff", "--name-only");
    const changed = stdout.trim().split("\n");
    expect(changed).toEqual([...new Set(edits.map(({ file }) => file))].sort());
    expect(changed.length).toBeLessThanOrEqual(5);
    const added = await inCopy("git", "ls-files", "--others", "--exclude-standard");
    expect(added.stdout).toBe("");
  });

  it("keeps the rules of the house", async () => {
    await inCopy("npm", "run", "lint");
  }, 300_000);
});
