export {
  decodeSafetensors,
  encodeSafetensors,
  type NamedTensors,
  type Safetensors,
  type TensorData,
} from "./safetensors.ts";
