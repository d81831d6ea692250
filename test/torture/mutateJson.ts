import type { Rng } from "../../src/core/rng.ts";
import { mutateBytes, pick } from "./mutate.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Text that stands in the JSON as it is. */
const raw = (text: string) => `@raw:${text}@`;

const values: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  2,
  0.5,
  1e-320,
  1e6,
  1e9,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  -1e300,
  raw("1e999"),
  raw("-1e999"),
  raw("NaN"),
  raw("Infinity"),
  "",
  "0",
  "\u001b[31m",
  "two\nlines",
  "__proto__",
  "constructor",
  "../../x",
  "\ud800",
  "x".repeat(5000),
  [],
  {},
  [[]],
  [-1],
  [1e9],
  { length: 1e9 },
  raw(`${"[".repeat(3000)}${"]".repeat(3000)}`),
  raw(`${'{"a":'.repeat(3000)}1${"}".repeat(3000)}`),
];

const keys = ["__proto__", "constructor", "toString", "", "0", "name", "kind", "\u001b[2J"];

/** Text of the same JSON with one to three values or keys changed, or some of the text's bytes. */
export function mutateJson(text: string, rng: Rng): string {
  if (rng.int(8) === 0) return Buffer.from(mutateBytes(Buffer.from(text), rng)).toString("latin1");
  let json: Json = JSON.parse(text);
  for (let left = 1 + rng.int(3); left > 0; left--) json = changeAt(json, rng, 1 + rng.int(countNodes(json)));
  return JSON.stringify(json).replace(/"@raw:(.*?)@"/g, (_, text: string) => JSON.parse(`"${text}"`));
}

function countNodes(json: Json): number {
  return typeof json !== "object" || json === null
    ? 1
    : Object.values<Json>(json).reduce<number>((sum, child) => sum + countNodes(child), 1);
}

/** Changes the node that comes `at` in the order of the text, from 1. */
function changeAt(json: Json, rng: Rng, at: number): Json {
  if (at === 1) return change(json, rng);
  let left = at - 1;
  const step = (child: Json): Json => {
    const size = countNodes(child);
    const isHere = left >= 1 && left <= size;
    const changed = isHere ? changeAt(child, rng, left) : child;
    left -= size;
    return changed;
  };
  if (isList(json)) return json.map(step);
  return Object.fromEntries(Object.entries(json as object).map(([key, child]) => [key, step(child)]));
}

function change(json: Json, rng: Rng): Json {
  if (typeof json === "number" && rng.int(2) === 0)
    return json * pick(rng, [-1, 1e-3, 1e3, 1e9, 1e39, 1e200]) + rng.int(2);
  if (typeof json !== "object" || json === null || rng.int(4) === 0) return pick(rng, values);
  if (isList(json)) {
    const at = rng.int(json.length + 1);
    return rng.int(2) === 0 ? json.toSpliced(at, 1) : json.toSpliced(at, 0, json[0] ?? pick(rng, values));
  }
  const entries = Object.entries(json);
  const at = rng.int(entries.length + 1);
  const [key, value] = entries[at] ?? [pick(rng, keys), pick(rng, values)];
  const others = entries.toSpliced(at, 1);
  switch (rng.int(3)) {
    case 0:
      return Object.fromEntries(others);
    case 1:
      return Object.fromEntries([...others, [pick(rng, keys), value]]);
    default:
      return Object.fromEntries([...entries, [key === "" ? "x" : key, pick(rng, values)]]);
  }
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
