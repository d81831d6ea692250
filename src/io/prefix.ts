import { instanceOf } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";

/** What programs put before all names: PyTorch's wrappers of parallel and compiled models, and containers of a state. */
const wrappers = ["module.", "_orig_mod.", "model.", "state_dict.", "model_state_dict."];

/** Containers whose names no network has: what lies beside them in a file is none of the network's. */
const containers = ["model_state_dict.", "state_dict."];

/** What trainings keep beside a network that is called "model" or "module". */
const kept = /^(optim|optimizers?|(lr_)?schedulers?|scaler|ema|rng|best)(_[a-z0-9_]+)?(\.|$)/;

const map = instanceOf("a Map", Map<string, unknown>);

/** Tensors by the names that they have without a wrapper, such as "module.", that begins all of them; of a training's checkpoint the
 *  network's alone, without what lies beside it ("optimizer.…").
 *  @param tensors by their names in a file.
 *  @returns them by the other names, the prefix, "" if there is none, and the names that were left out.
 *
 *  @example
 *  ```ts
 *  import { stripPrefix } from "alexgrad/io";
 *
 *  const { tensors, prefix } = stripPrefix(new Map([["module.fc.weight", 1], ["module.fc.bias", 2]]));
 *  console.log(prefix, [...tensors.keys()]); // module. [ 'fc.weight', 'fc.bias' ]
 *  ``` */
export function stripPrefix<T>(tensors: ReadonlyMap<string, T>): {
  readonly tensors: ReadonlyMap<string, T>;
  readonly prefix: string;
  readonly leftOut: readonly string[];
} {
  checkArgument("stripPrefix", "tensors", tensors, map);
  const all = [...tensors.keys()];
  const names = networkNames(all);
  const next = (at: number) => {
    return wrappers.find((each) => names.length > 0 && names.every((name) => name.startsWith(each, at)));
  };
  let length = 0;
  for (let wrapper = next(0); wrapper !== undefined; wrapper = next(length)) length += wrapper.length;
  const own = new Set(names);
  return {
    tensors: new Map(names.map((name) => [name.slice(length), tensors.get(name)!])),
    prefix: names[0]?.slice(0, length) ?? "",
    leftOut: all.filter((name) => !own.has(name)),
  };
}

function networkNames(names: readonly string[]): readonly string[] {
  const container = containers.find((each) => names.some((name) => name.startsWith(each)));
  if (container !== undefined) return names.filter((name) => name.startsWith(container));
  const others = names.filter((name) => !kept.test(name));
  const isWrapped = ["model.", "module."].some((each) => others.every((name) => name.startsWith(each)));
  return isWrapped && others.length > 0 ? others : names;
}
