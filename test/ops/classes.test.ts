import { describe, expect, it } from "vitest";
import { ArgumentError, OptionError, Tensor } from "../../src/index.ts";
import { World } from "../torture/api/call.ts";
import { operators } from "../torture/api/operators.ts";

type Spoiled = readonly [what: string, args: readonly unknown[], type: typeof ArgumentError | typeof OptionError];

/** A right call's arguments with one of the wrong kind, and what says so. */
function spoil(args: readonly unknown[]): Spoiled[] {
  return args.flatMap((arg, i): Spoiled[] => {
    if (arg instanceof Tensor || Array.isArray(arg)) {
      return [[`argument ${i}`, args.with(i, Symbol("no tensor, and no list")), ArgumentError]];
    }
    if (typeof arg !== "object" || arg === null || ArrayBuffer.isView(arg)) return [];
    const options = Object.keys(arg).map((name): Spoiled => {
      return [`option ${name}`, args.with(i, { ...arg, [name]: Symbol("no option") }), OptionError];
    });
    return [...options, ["an option that is none", args.with(i, { ...arg, nonsense: 1 }), OptionError]];
  });
}

describe("what is of the wrong kind", () => {
  it.each(Object.keys(operators))("is an argument's fault or an option's: %s", async (name) => {
    using world = new World();
    const call = await operators[name](world);
    for (const [what, args, type] of spoil(call.args)) expect(() => call.run(args), what).toThrow(type);
  });
});
