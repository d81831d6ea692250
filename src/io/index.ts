export { decodeSafetensors, type Safetensors, type StoredTensor } from "./decode.ts";
export { openSafetensors } from "./openSafetensors.ts";
export { stripPrefix } from "./prefix.ts";
export { decodePth } from "./pth/pth.ts";
export { type NameMap, type Renaming, renameTensors } from "./rename.ts";
export { encodeSafetensors, type NamedTensors, type TensorData } from "./safetensors.ts";
export type { SafetensorsFile } from "./safetensorsFile.ts";
