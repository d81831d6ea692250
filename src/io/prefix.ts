import { instanceOf } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";

/** What programs put before all names: PyTorch's wrappers of parallel and compiled models, and containers of a state. */
const wrappers = ["module.", "_orig_mod.", "model.", "state_dict.", "model_state_dict."];

const map = instanceOf("a Map", Map<string, unknown>);

/** Tensors by the names that they have without a wrapper, such as "module.", that begins all of them.
 *  @param tensors by their names in a file.
 *  @returns them by the other names, and the prefix, "" if there is none.
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
} {
  checkArgument("stripPrefix", "tensors", tensors, map);
  const names = [...tensors.keys()];
  const next = (at: number) => {
    return wrappers.find((each) => names.length > 0 && names.every((name) => name.startsWith(each, at)));
  };
  let length = 0;
  for (let wrapper = next(0); wrapper !== undefined; wrapper = next(length)) length += wrapper.length;
  return {
    tensors: new Map([...tensors].map(([name, tensor]) => [name.slice(length), tensor])),
    prefix: names[0]?.slice(0, length) ?? "",
  };
}
