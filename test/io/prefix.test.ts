import { describe, expect, it } from "vitest";
import { stripPrefix } from "../../src/io/index.ts";

describe("stripPrefix", () => {
  it.each([
    [["a", "model.b"], "", ["a", "model.b"]],
    [["module._orig_mod.a", "module._orig_mod.b.c"], "module._orig_mod.", ["a", "b.c"]],
    [["module.module.a"], "module.module.", ["a"]],
    [[], "", []],
  ])("of %j is %j", (names, prefix, inner) => {
    const stripped = stripPrefix(new Map(names.map((name, i) => [name, i])));
    expect(stripped.prefix).toBe(prefix);
    expect([...stripped.tensors]).toEqual(inner.map((name, i) => [name, i]));
  });

  it("takes names of any length", () => {
    const prefix = "module.".repeat(20_000);
    expect(stripPrefix(new Map([[`${prefix}x`, 0]]))).toEqual({ prefix, tensors: new Map([["x", 0]]) });
  });
});
