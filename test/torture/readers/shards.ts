import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Rng } from "../../../src/core/rng.ts";
import { loadSafetensors } from "../../../src/io/safetensors.node.ts";
import { encodeSafetensors } from "../../../src/io/safetensors.ts";
import type { Content, Kind, Tree } from "../kind.ts";
import { mutateBytes, pick } from "../mutate.ts";
import { mutateJson } from "../mutateJson.ts";
import { Nonsense } from "../outcome.ts";
import { describe } from "./pth.ts";

const index = "model.safetensors.index.json";
/** What nobody may read: it lies beside the folder. */
const secret = 666;

const tensorsOf = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, { shape: [1], data: Float32Array.of(1) }]));
const hidden = encodeSafetensors({ a: { shape: [1], data: Float32Array.of(secret) } });
const weightMap = { a: "model-1.safetensors", b: "model-1.safetensors", c: "model-2.safetensors" };
const whole: Tree = {
  [index]: JSON.stringify({ metadata: { total_size: 12 }, weight_map: weightMap }),
  "model-1.safetensors": encodeSafetensors(tensorsOf("a", "b")),
  "model-2.safetensors": encodeSafetensors(tensorsOf("c"), { format: "pt" }),
};
const beside: Tree = { "../hidden.safetensors": hidden };

const elsewhere = [
  ...["../hidden.safetensors", "..\\hidden.safetensors", "./../hidden.safetensors", "x/../../hidden.safetensors"],
  ...["/dev/zero", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/a.safetensors", "c:\\a.safetensors"],
  ...[".safetensors", "..safetensors", "model-1.safetensors\0.safetensors", index, `${"a".repeat(300)}.safetensors`],
];

const places: readonly Content[] = [
  { link: "../hidden.safetensors" },
  { link: "/dev/zero" },
  { link: "model-1.safetensors" },
  { link: "." },
  { link: "nowhere" },
  { pipe: true },
];

function mutate(rng: Rng): Tree {
  const name = pick(rng, ["model-1.safetensors", "model-2.safetensors"]);
  switch (rng.int(4)) {
    case 0:
      return { ...whole, [name]: pick(rng, places) };
    case 1:
      return { ...whole, [name]: mutateBytes(whole[name] as Uint8Array, rng) };
    case 2: {
      const map = { ...weightMap, [pick(rng, ["a", "b", "c", "d", "__proto__"])]: pick(rng, elsewhere) };
      return { ...whole, [index]: JSON.stringify({ weight_map: map }) };
    }
    default:
      return { ...whole, [index]: mutateJson(String(whole[index]), rng) };
  }
}

export const shards: Kind = {
  name: "shards",
  weight: 4,
  mutate: (rng) => ({ tree: { ...mutate(rng), ...beside } }),
  async read(_, place) {
    const folder = place();
    const list = () => readdirSync(dirname(folder), { recursive: true }).sort().join();
    const before = list();
    const [came] = await Promise.allSettled([loadSafetensors(join(folder, index))]);
    if (list() !== before) throw new Nonsense("writes files");
    if (came.status === "rejected") throw came.reason;
    const { tensors } = came.value;
    if ([...tensors.values()].some(({ data }) => data.includes(secret))) throw new Nonsense("reads outside its folder");
    return describe(came.value);
  },
};
