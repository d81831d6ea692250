import { instanceOf, kind, nullable } from "./kinds.ts";
import { Rng } from "./rng.ts";
import { Tensor } from "./tensor.ts";

// Apart from the other kinds, because tensors are made of modules that use those.

export const tensor = kind("a tensor", (value): value is Tensor => value instanceof Tensor);
export const optionalTensor = nullable(tensor);
export const rng = instanceOf("an Rng", Rng);
export const namedTensor = kind("[name, tensor]", (value): value is readonly [string, Tensor] => {
  return Array.isArray(value) && typeof value[0] === "string" && tensor.accepts(value[1]);
});
