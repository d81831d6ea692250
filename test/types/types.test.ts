import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack, root } from "../pack.ts";
import { pages, snippetsOf } from "../snippets.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "alexgrad-types-"));
const [compilers, project] = [join(scratch, "compilers"), join(scratch, "project")];

const versions = ["5.4", "5.9", "6.0", "7.0"] as const;
const modules = { nodenext: "nodenext", bundler: "esnext" } as const;
type Resolution = keyof typeof modules;
const combinations = versions.flatMap((version) =>
  Object.keys(modules).map((resolution) => [version, resolution as Resolution] as const),
);

const entries = Object.keys(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).exports)
  .filter((path) => !path.endsWith(".json"))
  .map((path) => path.replace(".", "alexgrad"));

const npm = (cwd: string, ...args: string[]) =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], { cwd, stdio: "pipe" });

beforeAll(() => {
  for (const folder of [compilers, project]) mkdirSync(folder);
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(here, file), join(compilers, file));
  npm(compilers, "ci");
  cpSync(join(here, "project"), project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  npm(project, "install", "--omit=optional", pack(scratch).tarball, "@types/node@20");
  for (const [i, { code }] of pages.flatMap(snippetsOf).entries()) writeFileSync(join(project, `snippet${i}.ts`), code);
  const imports = entries.map((entry, i) => `import * as entry${i} from "${entry}";\nexport { entry${i} };\n`);
  writeFileSync(join(project, "entries.ts"), imports.join(""));
  for (const [i, text] of imports.entries()) writeFileSync(join(project, `entry${i}.ts`), text);
}, 600_000);

afterAll(() => rmSync(scratch, { recursive: true }));

/** What the compiler says of some files of the project, declarations of the package included. */
function compile(version: string, resolution: Resolution, files: readonly string[], settings: object): Promise<string> {
  const config = join(project, `tsconfig.${version}.${resolution}.${files[0]}.json`);
  const common = { noEmit: true, strict: true, skipLibCheck: false, target: "es2022" };
  const compilerOptions = { ...common, module: modules[resolution], moduleResolution: resolution, ...settings };
  writeFileSync(config, JSON.stringify({ compilerOptions, files }));
  const compiler = join(compilers, "node_modules", `typescript-${version}`, "bin", "tsc");
  return new Promise((resolve) => {
    execFile(process.execPath, [compiler, "-p", config, "--pretty", "false"], { cwd: project }, (error, out, err) =>
      resolve(error === null ? out : `${out}${err}` || error.message),
    );
  });
}

const strictest = { lib: ["es2022"], types: [] };

describe.each(combinations)("TypeScript %s, %s", { timeout: 300_000 }, (version, resolution) => {
  it.concurrent("a program that uses all of it, and the documentation's snippets", async () => {
    const files = readdirSync(project).filter((file) => /^(core|rest|snippet\d+)\.ts$/.test(file));
    expect(await compile(version, resolution, files, { lib: ["es2022", "dom"], types: ["node"] })).toBe("");
  });

  it.concurrent("every entry, without the types of a browser or of Node", async () => {
    expect(await compile(version, resolution, ["entries.ts"], strictest)).toBe("");
  });
});

describe.each(entries.map((entry, i) => [entry, `entry${i}.ts`] as const))(
  "%s alone",
  { timeout: 300_000 },
  (_, file) => {
    it.concurrent("as Node resolves it", async () => {
      expect(await compile("5.4", "nodenext", [file], strictest)).toBe("");
    });

    it.concurrent("as a bundler for browsers resolves it", async () => {
      expect(await compile("5.4", "bundler", [file], { ...strictest, customConditions: ["browser"] })).toBe("");
    });
  },
);

it("sees what is wrong", async () => {
  writeFileSync(join(project, "wrong.ts"), 'import { relu } from "alexgrad";\nrelu("x");\n');
  expect(await compile("7.0", "bundler", ["wrong.ts"], strictest)).toContain("wrong.ts(2,6): error TS2345");
});
