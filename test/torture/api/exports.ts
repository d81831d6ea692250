import * as data from "../../../src/data/index.node.ts";
import * as cpu from "../../../src/devices/cpu/index.node.ts";
import * as gpu from "../../../src/devices/gpu/index.node.ts";
import * as devices from "../../../src/devices/index.node.ts";
import * as gradcheck from "../../../src/gradcheck/index.ts";
import * as root from "../../../src/index.ts";
import * as io from "../../../src/io/index.node.ts";
import * as onnx from "../../../src/onnx/index.node.ts";
import * as train from "../../../src/train/index.node.ts";

/** What package.json exports, by entry point. */
export const entryPoints: Readonly<Record<string, object>> = {
  ".": root,
  "./cpu": cpu,
  "./gpu": gpu,
  "./device": devices,
  "./data": data,
  "./gradcheck": gradcheck,
  "./train": train,
  "./io": io,
  "./onnx": onnx,
};

function isClass(value: object): value is { prototype: object } {
  return /^class\b/.test(Function.prototype.toString.call(value));
}

/** Names of all functions, classes and methods that a user can reach. A name that two entry points have belongs to the
 *  first; the other's has the entry point in front. */
export function exportedNames(): string[] {
  const names = new Set<string>();
  for (const [entry, members] of Object.entries(entryPoints)) {
    for (const [name, value] of Object.entries(members)) {
      const own = names.has(name) ? `${entry.slice(2)}.${name}` : name;
      if (typeof value === "function") {
        names.add(own);
        if (isClass(value)) for (const member of membersOf(value)) names.add(`${own}.${member}`);
      } else if (!Array.isArray(value)) {
        for (const [inner, target] of Object.entries(value))
          if (typeof target === "function") names.add(`${own}.${inner}`);
      }
    }
  }
  return [...names];
}

/** Methods and static functions of a class itself; those that it overrides for its own use are its base's. */
function membersOf(type: { prototype: object }): string[] {
  const isPublic = (name: string) => !internal.includes(name);
  const functionsOf = (owner: object) =>
    Object.entries(Object.getOwnPropertyDescriptors(owner))
      .filter(([, { value, set }]) => typeof value === "function" || set !== undefined)
      .map(([name]) => name)
      .filter(isPublic);
  return [...functionsOf(type.prototype), ...functionsOf(type)];
}

const internal = [
  "constructor",
  "prototype",
  "forward",
  "details",
  "update",
  "initialBuffers",
  "parameter",
  "buffer",
  "child",
  "forEach",
];
