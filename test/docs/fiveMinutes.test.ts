import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { pack } from "../pack.ts";

const page = readFileSync(new URL("../../docs/start/five-minutes.md", import.meta.url), "utf8");
const home = mkdtempSync(join(tmpdir(), "alexgrad-five-minutes-"));
const folder = join(home, "empty");

afterAll(() => rmSync(home, { recursive: true, maxRetries: 5 }));

/** As in a shell of its own: what npm says to its scripts would be taken for options of these calls. */
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
const shell = (line: string) => execFileSync("sh", ["-c", line], { cwd: folder, encoding: "utf8", env });

/** The page's blocks in order: lines to type, a file to save under the name that stands before it, what is printed. */
const blocks = [...page.matchAll(/(?:`([\w.-]+)`[^`]*)?```(sh|ts|text)\n(.*?)```/gs)].map(
  ([, name, language, text]) => ({ name, language: language!, text: text! }),
);

it("five-minutes, followed to the letter in an empty folder", () => {
  mkdirSync(folder);
  const { tarball } = pack(home);
  let printed = "";
  for (const { name, language, text } of blocks) {
    if (language === "ts") writeFileSync(join(folder, name!), text);
    if (language !== "sh") continue;
    for (const line of text.trim().split("\n")) {
      printed += shell(
        line.replace(/^npm install alexgrad$/, `npm install --no-audit --no-fund --prefer-offline ${tarball}`),
      );
    }
  }
  const [said] = blocks.filter(({ language }) => language === "text");
  expect(printed).toContain(said!.text);
  expect(existsSync(join(folder, "runs/first/report.html"))).toBe(true);
  expect(existsSync(join(folder, "pictures/index.html"))).toBe(true);
  expect(readdirSync(join(folder, "pictures")).some((file) => file.endsWith(".png"))).toBe(true);
}, 300_000);

it("its lines are what a reader types", () => {
  const lines = blocks.filter(({ language }) => language === "sh").flatMap(({ text }) => text.trim().split("\n"));
  expect(lines).toContain("npm install alexgrad");
  expect(blocks.filter(({ language }) => language === "ts").map(({ name }) => name)).toEqual(["first.mjs"]);
});
