import { existsSync } from "node:fs";
import { expect, it } from "vitest";

it("the site is built", () => expect(existsSync("docs/.vitepress/dist/index.html")).toBe(true));
