import { instanceOf, nullable } from "./kinds.ts";
import { Rng } from "./rng.ts";
import { Tensor } from "./tensor.ts";

// Apart from the other kinds, because tensors are made of modules that use those.

export const tensor = instanceOf("a tensor", Tensor);
export const optionalTensor = nullable(tensor);
export const rng = instanceOf("an Rng", Rng);
