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
    expect(stripPrefix(new Map([[`${prefix}x`, 0]]))).toEqual({ prefix, tensors: new Map([["x", 0]]), leftOut: [] });
  });

  it.each([
    [["state_dict.module.a", "state_dict.b", "optimizer.m", "epoch"], "state_dict.", ["module.a", "b"]],
    [["state_dict.module.a", "loss"], "state_dict.module.", ["a"]],
    [["model.a", "optimizer.state.0", "lr_scheduler.x", "scaler"], "model.", ["a"]],
    [["model.module.a", "optimizer_state_dict.0"], "model.module.", ["a"]],
    [["model.a", "head.b"], "", ["model.a", "head.b"]],
    [["features.a", "optimizer.b"], "", ["features.a", "optimizer.b"]],
    [["optimizer.a"], "", ["optimizer.a"]],
  ])("takes the network out of a checkpoint of %j", (names, prefix, inner) => {
    const stripped = stripPrefix(new Map(names.map((name) => [name, name])));
    expect(stripped.prefix).toBe(prefix);
    expect([...stripped.tensors.keys()]).toEqual(inner);
    expect([...stripped.tensors.values(), ...stripped.leftOut].sort()).toEqual([...names].sort());
  });
});
