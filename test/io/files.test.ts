import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AlexgradError, FormatError } from "../../src/core/errors.ts";
import { openFileSource } from "../../src/io/fileSource.node.ts";
import { writeFileAtomic } from "../../src/io/files.node.ts";
import { loadSafetensors, openSafetensors, saveSafetensors } from "../../src/io/safetensors.node.ts";
import { encodeSafetensors } from "../../src/io/safetensors.ts";
import { SafetensorsFile } from "../../src/io/safetensorsFile.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alexgrad-"));
});
afterEach(() => rm(folder, { recursive: true }));

const bytes = new Uint8Array([1, 2, 3]);

describe("writeFileAtomic", () => {
  it("writes a new file, replaces an old one, and leaves nothing else", async () => {
    const path = join(folder, "a.bin");
    await writeFileAtomic(path, new Uint8Array(1000));
    await writeFileAtomic(path, bytes);
    expect([...(await readFile(path))]).toEqual([1, 2, 3]);
    expect(await readdir(folder)).toEqual(["a.bin"]);
  });

  it("gives one whole file when many write at once", async () => {
    const path = join(folder, "a.bin");
    await Promise.all([1, 2, 3, 4].map((n) => writeFileAtomic(path, new Uint8Array(1_000_000).fill(n))));
    const got = await readFile(path);
    expect(got.length).toBe(1_000_000);
    expect(new Set(got).size).toBe(1);
    expect(await readdir(folder)).toEqual(["a.bin"]);
  });

  it("says that the folder is missing", async () => {
    const path = join(folder, "missing", "a.bin");
    const error = await writeFileAtomic(path, bytes).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(AlexgradError);
    expect(error).toMatchObject({
      message: `cannot write ${path}: its folder does not exist`,
      cause: { code: "ENOENT" },
    });
  });

  it("says that the folder is a file, which stays as it was", async () => {
    const file = join(folder, "file");
    await writeFile(file, "old");
    await expect(writeFileAtomic(join(file, "a.bin"), bytes)).rejects.toThrow("its folder is a file");
    expect(await readFile(file, "utf8")).toBe("old");
  });

  it("leaves a folder of that name alone, and no temporary file behind", async () => {
    const path = join(folder, "a.bin");
    await mkdir(path);
    await writeFile(join(path, "inside"), "old");
    await expect(writeFileAtomic(path, bytes)).rejects.toThrow(AlexgradError);
    expect(await readdir(folder, { recursive: true })).toEqual(["a.bin", join("a.bin", "inside")]);
  });

  it("keeps the old file where the folder is not writable", async () => {
    const path = join(folder, "a.bin");
    await writeFile(path, "old");
    await chmod(folder, 0o555);
    // Root may write everywhere: become nobody for a moment.
    const user = process.geteuid!();
    if (user === 0) process.seteuid!(65534);
    try {
      await expect(writeFileAtomic(path, bytes)).rejects.toThrow("no permission");
    } finally {
      if (user === 0) process.seteuid!(0);
      await chmod(folder, 0o755);
    }
    expect(await readFile(path, "utf8")).toBe("old");
  });
});

describe("saveSafetensors and loadSafetensors", () => {
  it("round-trip", async () => {
    const path = join(folder, "a.safetensors");
    const weight = { shape: [2, 1], data: new Float32Array([1.5, -2]) };
    await saveSafetensors(path, { weight }, { step: "3" });
    const { tensors, metadata } = await loadSafetensors(path);
    expect([...tensors.keys()]).toEqual(["weight"]);
    expect(tensors.get("weight")).toMatchObject({ ...weight, dtype: "F32" });
    expect(metadata).toEqual({ step: "3" });
  });

  it("read piece by piece what was written part by part", async () => {
    const path = join(folder, "a.safetensors");
    const tensors = new Map([
      ["wide", { shape: [3, 11], data: Float64Array.from({ length: 33 }, (_, i) => i / 7) }],
      ["none", { shape: [0], data: new Float32Array() }],
      ["narrow", { shape: [101], data: Float32Array.from({ length: 101 }, (_, i) => -i) }],
    ]);
    await saveSafetensors(path, tensors, { note: "x".repeat(99) });
    expect(new Uint8Array(await readFile(path))).toEqual(encodeSafetensors(tensors, { note: "x".repeat(99) }));
    for (const piece of [1, 7, 100, 2 ** 30]) {
      await using file = await SafetensorsFile.open(await openFileSource(path, { piece }));
      const read = await file.readAll();
      expect(read.metadata).toEqual({ note: "x".repeat(99) });
      expect([...read.tensors.keys()]).toEqual(["wide", "narrow", "none"]);
      for (const [name, tensor] of tensors) expect(read.tensors.get(name)).toMatchObject(tensor);
    }
  });

  it("follow a link where a user names it, and nowhere else", async () => {
    const path = join(folder, "a.safetensors");
    await saveSafetensors(path, {});
    await symlink(path, join(folder, "link"));
    expect(await loadSafetensors(join(folder, "link"))).toEqual({ tensors: new Map(), metadata: {} });
    await expect(openFileSource(join(folder, "link"))).rejects.toThrow("got a symbolic link, which is not followed");
    await expect(loadSafetensors("/dev/null")).rejects.toThrow("/dev/null: expected a file; it is a device");
    await expect(loadSafetensors(folder)).rejects.toThrow(`${folder}: expected a file; it is a folder`);
    await expect(loadSafetensors(join(folder, "none"))).rejects.toThrow("none: cannot be read: it does not exist");
  });

  it("keep the old file when the tensors are wrong", async () => {
    const path = join(folder, "a.safetensors");
    await writeFile(path, "old");
    await expect(saveSafetensors(path, { w: { shape: [3], data: new Float32Array(2) } })).rejects.toThrow("its shape");
    expect(await readFile(path, "utf8")).toBe("old");
  });

  it("refuse a header above the format's limit before it is read", async () => {
    const path = join(folder, "a.safetensors");
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, 100_000_001n, true);
    await writeFile(path, length);
    await truncate(path, 2 ** 28);
    await expect(loadSafetensors(path)).rejects.toThrow("expected a header of at most 100000000 bytes; got 100000001");
  });

  it("name the file that is none", async () => {
    const path = join(folder, "a.safetensors");
    await writeFile(path, "no tensors");
    await expect(loadSafetensors(path)).rejects.toThrow(FormatError);
    await expect(loadSafetensors(path)).rejects.toThrow(path);
  });
});

describe("openSafetensors", () => {
  it("reads a header, and then the tensors that are asked for", async () => {
    const path = join(folder, "a.safetensors");
    await saveSafetensors(path, {
      a: { shape: [2], data: new Float32Array([1, 2]) },
      b: { shape: [], data: new Float64Array([3]) },
    });
    const file = await openSafetensors(path);
    expect([...file.entries]).toEqual([
      ["b", { dtype: "F64", shape: [] }],
      ["a", { dtype: "F32", shape: [2] }],
    ]);
    expect((await file.read("a")).data).toEqual(new Float32Array([1, 2]));
    await expect(file.read("c")).rejects.toThrow(`${path}: there is no tensor "c"`);
    await truncate(path, 100);
    await expect(file.read("a")).rejects.toThrow("has become shorter while it was read");
    await file.close();
  });

  it("reads shards by their index, and links as a cache of models has them", async () => {
    const one = { shape: [1], data: new Float32Array([1]) };
    await mkdir(join(folder, "blobs"));
    await saveSafetensors(join(folder, "blobs", "first"), { a: one, unused: one }, { format: "pt" });
    await symlink(join("blobs", "first"), join(folder, "model-1.safetensors"));
    await saveSafetensors(join(folder, "model-2.safetensors"), { b: one });
    const index = join(folder, "model.safetensors.index.json");
    const weights = { a: "model-1.safetensors", b: "model-2.safetensors" };
    await writeFile(index, JSON.stringify({ metadata: { total_size: 8 }, weight_map: weights }));
    const { tensors, metadata } = await loadSafetensors(index);
    expect([[...tensors.keys()], metadata]).toEqual([["a", "b"], { format: "pt" }]);
    await writeFile(index, JSON.stringify({ weight_map: { ...weights, c: "model-2.safetensors" } }));
    await expect(loadSafetensors(index)).rejects.toThrow('model-2.safetensors: there is no tensor "c"');
  });

  it("follows links beside an index within its folder, and to the blobs of a cache, but nowhere else", async () => {
    const snapshot = join(folder, "models--a", "snapshots", "1");
    await mkdir(snapshot, { recursive: true });
    await mkdir(join(folder, "models--a", "blobs"));
    for (const place of ["models--a/blobs/first", "secret.safetensors"]) {
      await saveSafetensors(join(folder, place), { a: { shape: [1], data: new Float32Array([1]) } });
    }
    const index = join(snapshot, "model.safetensors.index.json");
    await writeFile(
      join(folder, "models--a", "blobs", "index"),
      JSON.stringify({ weight_map: { a: "model.safetensors" } }),
    );
    await symlink("../../blobs/index", index);
    const link = join(snapshot, "model.safetensors");
    await symlink("../../blobs/first", link);
    expect([...(await loadSafetensors(index)).tensors.keys()]).toEqual(["a"]);
    for (const target of ["../../../secret.safetensors", join(folder, "secret.safetensors"), "../1"]) {
      await rm(link);
      await symlink(target, link);
      await expect(loadSafetensors(index)).rejects.toThrow(`${link}: is a link that leads out of its folder`);
    }
    // The blobs are no part of a folder whose index is a file of its own.
    await rm(link);
    await symlink("../../blobs/first", link);
    await rename(index, join(snapshot, "link"));
    await copyFile(join(folder, "models--a", "blobs", "index"), index);
    await expect(loadSafetensors(index)).rejects.toThrow(`${link}: is a link that leads out of its folder`);
    await rm(link);
    await expect(loadSafetensors(index)).rejects.toThrow(`${link}: cannot be read: it does not exist`);
  });

  it.each(["../a.safetensors", "/a.safetensors", "..\\a.safetensors", "c:a.safetensors", "a.bin", "", 3])(
    "follows no index to %j",
    async (name) => {
      const index = join(folder, "model.safetensors.index.json");
      await writeFile(index, JSON.stringify({ weight_map: { a: name } }));
      await expect(loadSafetensors(index)).rejects.toThrow(
        "weight_map.a: expected the name of a .safetensors file beside the index",
      );
    },
  );
});
