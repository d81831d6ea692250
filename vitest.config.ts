import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/gpu/**", "test/browser/**", "test/bundlers/**"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "gpu",
          include: ["test/gpu/**/*.test.ts"],
          globalSetup: "test/gpu/requireAdapter.ts",
          testTimeout: 120_000,
        },
      },
      {
        test: {
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
    ],
  },
});
