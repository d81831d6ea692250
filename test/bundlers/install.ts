import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");

function npm(folder: string, ...args: readonly string[]): string {
  return execFileSync("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    encoding: "utf8",
  });
}

/** A temporary folder in which the bundlers are installed, and this package as npm would publish it. */
export function install(): string {
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-bundlers-"));
  for (const file of ["package.json", "package-lock.json"]) cpSync(join(here, file), join(folder, file));
  npm(folder, "ci");
  const [packed] = JSON.parse(npm(root, "pack", "--json", "--pack-destination", folder)) as [{ filename: string }];
  npm(folder, "install", "--no-save", join(folder, packed.filename));
  return folder;
}

/** A project of an application, for one tool. */
export function makeProject(folder: string, name: string): string {
  const project = join(folder, name.replace(/\W+/g, "-"));
  cpSync(join(here, "app"), project, { recursive: true });
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  return project;
}
