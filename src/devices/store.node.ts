import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
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
      const part = `${fileOf(key)}.${process.pid}`;
      writeFileSync(part, `${JSON.stringify(value)}\n`);
      renameSync(part, fileOf(key));
    } catch {}
  },
};

const folder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "alexgrad");
const fileOf = (key: string) => join(folder(), `${encodeURIComponent(key)}.json`);
