import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { store as inBrowser } from "../../src/devices/store.browser.ts";
import { store as inNode } from "../../src/devices/store.node.ts";

const key = "tiles webgpu NVIDIA H100/80 GB 1";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

describe("the store in Node", () => {
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "alexgrad-store-"));
    vi.stubEnv("XDG_CACHE_HOME", home);
  });

  afterEach(() => rmSync(home, { recursive: true }));

  it("gives back what was written last, by key", () => {
    expect(inNode.read(key)).toBeUndefined();
    inNode.write(key, { a: 1 });
    inNode.write(key, { a: [2, null] });
    inNode.write("other", 3);
    expect(inNode.read(key)).toEqual({ a: [2, null] });
    expect(readdirSync(join(home, "alexgrad")).length).toBe(2);
  });

  it("takes a broken file for none, and writes over it", () => {
    inNode.write(key, 1);
    const [file] = readdirSync(join(home, "alexgrad"));
    writeFileSync(join(home, "alexgrad", file!), "{");
    expect(inNode.read(key)).toBeUndefined();
    inNode.write(key, 2);
    expect(inNode.read(key)).toBe(2);
  });

  it("keeps nothing where it cannot write, and says nothing", () => {
    writeFileSync(join(home, "alexgrad"), "a file in the folder's place");
    inNode.write(key, 1);
    expect(inNode.read(key)).toBeUndefined();
  });

  it("leaves nothing behind where a file cannot be put in its place", () => {
    inNode.write(key, 1);
    const [file] = readdirSync(join(home, "alexgrad"));
    rmSync(join(home, "alexgrad", file!));
    mkdirSync(join(home, "alexgrad", file!));
    inNode.write(key, 2);
    expect(readdirSync(join(home, "alexgrad"))).toEqual([file]);
  });

  it.each(["", "cache", "./cache"])("lies in ~/.cache where the folder that is named is '%s'", (named) => {
    vi.stubEnv("XDG_CACHE_HOME", named);
    vi.stubEnv("HOME", home);
    vi.stubEnv("USERPROFILE", home);
    inNode.write(key, 1);
    expect(readdirSync(join(home, ".cache", "alexgrad")).length).toBe(1);
  });
});

describe("the store in a browser", () => {
  it("gives back what was written last, by key", () => {
    const items = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, value: string) => items.set(name, value),
    });
    expect(inBrowser.read(key)).toBeUndefined();
    inBrowser.write(key, { a: [2, null] });
    expect(inBrowser.read(key)).toEqual({ a: [2, null] });
    items.set([...items.keys()][0]!, "{");
    expect(inBrowser.read(key)).toBeUndefined();
  });

  it("keeps nothing where there is no storage, or none is left", () => {
    vi.stubGlobal("localStorage", undefined);
    inBrowser.write(key, 1);
    expect(inBrowser.read(key)).toBeUndefined();
    const refuse = () => {
      throw new Error("QuotaExceededError");
    };
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse });
    inBrowser.write(key, 1);
    expect(inBrowser.read(key)).toBeUndefined();
  });
});
