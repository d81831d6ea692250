import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import type { Store } from "./store.ts";

/** A file for each key in the user's cache folder: $XDG_CACHE_HOME/alexgrad, or ~/.cache/alexgrad. */
export const store: Store = {
  read(key) {
    try {
      return JSON.parse(readFileSync(fileOf(key), "utf8"));
    } catch {
      return undefined;
    }
  },

  write(key, value) {
    try {
      mkdirSync(folder(), { recursive: true });
      // Renamed when it is whole, as others may be reading.
      const part = `${fileOf(key)}.${randomUUID()}`;
      try {
        writeFileSync(part, `${JSON.stringify(value)}\n`);
        renameSync(part, fileOf(key));
      } finally {
        rmSync(part, { force: true });
      }
    } catch {}
  },
};

function folder(): string {
  const { XDG_CACHE_HOME: named = "" } = process.env;
  return join(isAbsolute(named) ? named : join(homedir(), ".cache"), "alexgrad");
}

/** Where what is kept under a key lies. */
export const fileOf = (key: string) => join(folder(), `${encodeURIComponent(key)}.json`);
