import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/longestFirst.ts";

/** As package.json says it of the build. */
const resolve = { alias: { "#cpu": fileURLToPath(new URL("src/devices/cpu/open.node.ts", import.meta.url)) } };

const inNode = {
  setupFiles: ["test/onReference.ts", "test/typedArrays.ts"],
  testTimeout: 60_000,
  maxWorkers: availableParallelism(),
  sequence: { groupOrder: 1 },
  hookTimeout: 60_000,
};

/** What runs the built command, many times over, or builds a copy of the repository. */
const commandLine = ["test/cli/**/*.test.ts", "test/torture/torture.test.ts", "test/contributing.test.ts"];

const inSite = { globalSetup: "test/docs/setup.ts", testTimeout: 300_000, hookTimeout: 120_000 };

/** What measures the time of a page, one after the other. */
const timed = ["speed", "typing", "measure", "playground/training"].map((name) => `test/docs/${name}.test.ts`);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        test: {
          ...inNode,
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: [
            "test/gpu/**",
            "test/browser/**",
            "test/types/**",
            "test/bundlers/**",
            "test/docs/**",
            "test/peers/**",
            ...commandLine,
          ],
        },
      },
      { resolve, test: { ...inNode, name: "cli", include: commandLine } },
      {
        test: {
          name: "types",
          include: ["test/types/**/*.test.ts"],
        },
      },
      {
        resolve,
        test: {
          ...inNode,
          name: "peers",
          include: ["test/peers/**/*.test.ts"],
          globalSetup: "test/peers/requirePeers.ts",
        },
      },
      {
        resolve,
        test: {
          setupFiles: "test/onReference.ts",
          name: "gpu",
          include: ["test/gpu/**/*.test.ts"],
          globalSetup: "test/gpu/requireAdapter.ts",
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          setupFiles: "test/onReference.ts",
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: "test/browser/requireBrowser.ts",
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "bundlers",
          include: ["test/bundlers/**/*.test.ts"],
          globalSetup: "test/browser/requireBrowser.ts",
          testTimeout: 180_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          ...inSite,
          name: "docs",
          include: ["test/docs/**/*.test.ts"],
          exclude: timed,
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...inSite, name: "docs-timed", include: timed, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
});
