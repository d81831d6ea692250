import { kind } from "../core/kinds.ts";
import { checkArgument } from "../core/options.ts";
import type { Tensor } from "../core/tensor.ts";
import { Module } from "./module.ts";

const list = kind("modules in an array or an object", (value): value is readonly Module[] | Record<string, Module> => {
  return typeof value === "object" && value !== null && !(value instanceof Module);
});

/** Modules one after the other: what each returns is the next one's input.
 *
 *  @example
 *  ```ts
 *  import { Linear, ones, ReLU, Sequential } from "alexgrad";
 *
 *  const model = new Sequential({ hidden: new Linear(4, 8), relu: new ReLU(), scores: new Linear(8, 2) });
 *  console.log([...model.children.keys()], model.forward(ones([1, 4])).shape); // [ 'hidden', 'relu', 'scores' ] [ 1, 2 ]
 *  ``` */
export class Sequential extends Module {
  /** Takes the modules over.
   *  @param modules in order; their names are an object's keys, or "0", "1" … in an array. */
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
