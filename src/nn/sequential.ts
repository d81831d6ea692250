import { kind } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { Module } from "./module.ts";

const list = kind("modules in an array or an object", (value): value is readonly Module[] | Record<string, Module> => {
  return typeof value === "object" && value !== null && !(value instanceof Module);
});

/** Modules one after the other, named by their keys, or 0, 1, 2 … in a list. */
export class Sequential extends Module {
  constructor(modules: readonly Module[] | Readonly<Record<string, Module>>) {
    super();
    checkArgument("Sequential", "modules", modules, list);
    for (const [name, module] of Object.entries(modules)) this.child(name, module);
  }

  override forward(x: Tensor): Tensor {
    let y = x;
    for (const module of this.children.values()) y = module.forward(y);
    return y;
  }
}
