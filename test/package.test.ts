import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { version } from "../src/core/version.ts";
import { pack, root } from "./pack.ts";

const scratch = mkdtempSync(join(tmpdir(), "alexgrad-package-"));
const read = (file: string) => readFileSync(join(root, file), "utf8");
let files = new Set<string>();

beforeAll(() => {
  files = new Set(pack(scratch).files.map(({ path }) => path));
});

afterAll(() => rmSync(scratch, { recursive: true }));

const ending = (end: string) => [...files].filter((file) => file.endsWith(end));

/** The files that a value of package.json names, at whatever depth. */
function targets(value: unknown): string[] {
  return typeof value === "string" ? [posix.normalize(value)] : Object.values(value ?? {}).flatMap(targets);
}

describe("the package", () => {
  it("has all that its entries and its command name", () => {
    const { bin, exports } = JSON.parse(read("package.json"));
    const named = targets([bin, exports]);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((file) => !files.has(file))).toEqual([]);
  });

  it("knows its version", () => {
    expect(version).toBe(JSON.parse(read("package.json")).version);
  });

  it("has the benchmarks, and neither tests nor a source map, nor a mention of one", () => {
    expect(files).toContain("dist/bench/engine/measure.js");
    expect([...files].filter((file) => /(^|\/)(test|bench\/peers)\//.test(file))).toEqual([]);
    expect(ending(".map")).toEqual([]);
    expect(ending(".js").length).toBeGreaterThan(300);
    expect(ending(".js").filter((file) => /^\/\/# sourceMappingURL=/m.test(read(file)))).toEqual([]);
  });

  it("has what its pages link to", () => {
    const links = ending(".md").flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => ({ page, link: link! })),
    );
    const local = links.filter(({ link }) => !/^(https?:|#)/.test(link));
    expect(new Set(local.map(({ page }) => page))).toContain("README.md");
    const dead = local.filter(({ page, link }) => !files.has(posix.join(posix.dirname(page), link.split("#")[0])));
    expect(dead).toEqual([]);
  });
});

it("npx alexgrad is the command in a clone too", () => {
  // As in a shell of its own: what npm says to its scripts would be taken for options of this call.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const out = execFileSync("npx", ["--no-install", "alexgrad", "--version"], { cwd: root, encoding: "utf8", env });
  expect(out).toMatch(/^alexgrad\/\d/);
});
