import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Rng } from "../../src/core/rng.ts";
import { reference } from "../../src/devices/reference.ts";
import { buildModel } from "../../src/models/index.ts";
import { decodeOnnx, loadOnnx, saveOnnx } from "../../src/onnx/index.node.ts";
import { ModelProtoSchema, type TensorProto } from "../../src/onnx/onnx_pb.ts";

let folder: string;
const at = (name: string) => join(folder, name);
const state = await buildModel("lenet5", { device: reference(), rng: new Rng(1) }).state();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "alexgrad-onnx-"));
  mkdirSync(at("model"));
  await saveOnnx(at("model/net.onnx"), "lenet5", state, { externalData: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const load = (name = "model/net.onnx") => loadOnnx(at(name));

/** What the file says of where its weights lie, changed. */
function change(place: Readonly<Record<string, string>>): void {
  const model = fromBinary(ModelProtoSchema, readFileSync(at("model/net.onnx")));
  const isOutside = ({ dataLocation }: TensorProto) => dataLocation === 1;
  for (const { externalData } of model.graph!.initializer.filter(isOutside)) {
    for (const entry of externalData) entry.value = place[entry.key] ?? entry.value;
  }
  writeFileSync(at("model/net.onnx"), toBinary(ModelProtoSchema, model));
}

describe("weights beside the file", () => {
  it("are read with it", async () => {
    expect(Object.fromEntries((await load()).tensors)).toEqual(state);
    const bytes = readFileSync(at("model/net.onnx"));
    expect(bytes.length).toBeLessThan(8192);
    expect(() => decodeOnnx(bytes, "net.onnx")).toThrow("its numbers are in another file, which loadOnnx reads");
  });

  it.each([
    ["../net.onnx.data", "expected a file in the model's folder"],
    ["/etc/passwd", "expected a file in the model's folder"],
    ["C:\\net.onnx.data", "expected a file in the model's folder"],
    ["file:net.onnx.data", "expected a file in the model's folder"],
    ["./net.onnx.data", "expected a file in the model's folder"],
    ["none.data", "none.data: cannot be read: it does not exist"],
    ["..", "expected a file in the model's folder"],
  ])("are not looked for at %s", async (location, message) => {
    change({ location });
    await expect(load()).rejects.toThrow(message);
  });

  it.each([
    [{ offset: "99999999999" }, "lies outside of"],
    [{ length: "99999999999" }, "lies outside of"],
    [{ length: "12" }, "expected"],
    [{ offset: "-1" }, 'offset "-1" is no number'],
    [{ offset: "18446744073709551617" }, "is no number"],
  ])("are not read with %j", async (place, message) => {
    change(place);
    await expect(load()).rejects.toThrow(message);
  });

  it("are not read through links that lead out of the folder", async () => {
    renameSync(at("model/net.onnx.data"), at("elsewhere"));
    symlinkSync(at("elsewhere"), at("model/net.onnx.data"));
    await expect(load()).rejects.toThrow("net.onnx.data: is a link that leads out of its folder");
    rmSync(at("model/net.onnx.data"));
    linkSync(at("elsewhere"), at("model/net.onnx.data"));
    await expect(load()).rejects.toThrow("a hard link");
  });

  it("are read where the model is a link into a cache of downloads, as they are", async () => {
    mkdirSync(at("blobs"));
    mkdirSync(at("snapshot"));
    for (const name of ["net.onnx", "net.onnx.data"]) {
      renameSync(at(`model/${name}`), at(`blobs/${name}-hash`));
      symlinkSync(`../blobs/${name}-hash`, at(`snapshot/${name}`));
    }
    expect((await load("snapshot/net.onnx")).tensors.size).toBe(Object.keys(state).length);
  });
});
