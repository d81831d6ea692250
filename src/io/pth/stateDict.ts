/** What a state dict's pickle may name, and the tensors that it describes: the allow-list of PyTorch's own safe loading
 *  (torch/_weights_only_unpickler.py), as far as tensors need it. */

import { FormatError } from "../../core/errors.ts";
import { formatOf } from "../dtypes.ts";
import { mostDimensions, quoted } from "../header.ts";
import { Global, type Value, type Vocabulary } from "./vocabulary.ts";

/** Numbers that lie in an entry of the file. */
export interface Storage {
  /** "F32" …, as safetensors has it; null where PyTorch's tensor says it (untyped). */
  readonly dtype: string | null;
  /** Its entry is "data/<key>". */
  readonly key: string;
  /** Numbers, or bytes where it is untyped. */
  readonly length: number;
}

/** A view of a storage. */
export class StridedTensor {
  readonly storage: Storage;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In elements, as are the strides. */
  readonly offset: number;
  readonly strides: readonly number[];

  constructor(storage: Storage, dtype: string, offset: number, shape: readonly number[], strides: readonly number[]) {
    this.storage = storage;
    this.dtype = dtype;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

const storages: Readonly<Record<string, string>> = {
  DoubleStorage: "F64",
  FloatStorage: "F32",
  HalfStorage: "F16",
  BFloat16Storage: "BF16",
  LongStorage: "I64",
  IntStorage: "I32",
  ShortStorage: "I16",
  CharStorage: "I8",
  ByteStorage: "U8",
  BoolStorage: "BOOL",
  ComplexFloatStorage: "C64",
};

const dtypes: Readonly<Record<string, string>> = {
  float64: "F64",
  float32: "F32",
  float16: "F16",
  bfloat16: "BF16",
  int64: "I64",
  int32: "I32",
  int16: "I16",
  int8: "I8",
  uint8: "U8",
  uint16: "U16",
  uint32: "U32",
  uint64: "U64",
  bool: "BOOL",
  complex64: "C64",
  float8_e4m3fn: "F8_E4M3",
  float8_e5m2: "F8_E5M2",
  float8_e4m3fnuz: "F8_E4M3FNUZ",
  float8_e5m2fnuz: "F8_E5M2FNUZ",
};

const functions = [
  "collections.OrderedDict",
  "torch.Size",
  "torch._utils._rebuild_tensor_v2",
  "torch._utils._rebuild_tensor_v3",
  "torch._utils._rebuild_parameter",
];
const untyped = "torch.storage.UntypedStorage";

/** How a whole module becomes a state dict. */
const saveState = (file: string) =>
  `model = torch.load(${JSON.stringify(file)}, map_location="cpu", weights_only=False); ` +
  `torch.save(model.state_dict(), "weights.pth")`;

/** @throws FormatError for what is not on the list. */
export function stateDictVocabulary(file: string): Vocabulary {
  const fail = (reason: string) => new FormatError(file, reason);
  return {
    global(name) {
      const [, torchName = ""] = /^torch\.(\w+)$/.exec(name) ?? [];
      const isKnown =
        functions.includes(name) ||
        name === untyped ||
        Object.hasOwn(storages, torchName) ||
        Object.hasOwn(dtypes, torchName);
      if (isKnown) return new Global(name);
      const advice = /^(torch\.(?!nn\.)|numpy\.|builtins\.|collections\.)/.test(name)
        ? "only tensors, numbers and texts are read"
        : `if this is a whole module, Python saves its state dict, and runs what the file says while it does so: ${saveState(file)}`;
      throw fail(`names ${quoted(name)}, which is not read: nothing of a file is ever run; ${advice}`);
    },
    call(name, args) {
      switch (name) {
        case "collections.OrderedDict":
          if (args.length > 0) throw fail("expected an OrderedDict without arguments");
          return new Map();
        case "torch.Size":
          if (args.length !== 1 || !Array.isArray(args[0])) throw fail("expected a torch.Size of a tuple");
          return args[0];
        case "torch._utils._rebuild_tensor_v2":
          return strided(args, null, file);
        case "torch._utils._rebuild_tensor_v3":
          return strided(args, args[6], file);
        case "torch._utils._rebuild_parameter":
          if (!(args[0] instanceof StridedTensor)) throw fail("expected a parameter of a tensor");
          return args[0];
        default:
          throw fail(`${name} is no function`);
      }
    },
    persistent(id) {
      const [word, type, key, , length] = Array.isArray(id) ? id : [];
      const isStorage = word === "storage" && type instanceof Global && typeof key === "string";
      if (!isStorage || typeof length !== "number" || !isSizes([length]))
        throw fail("expected the persistent id of a storage");
      if (type.name === untyped) return { dtype: null, key, length } satisfies Storage;
      const dtype = storages[type.name.replace(/^torch\./, "")];
      if (dtype === undefined) throw fail(`expected a storage; got ${type.name}`);
      return { dtype, key, length } satisfies Storage;
    },
  };
}

function strided(args: readonly Value[], type: Value | undefined, file: string): StridedTensor {
  const [storage, offset, shape, strides] = args;
  if (
    !isStorage(storage) ||
    typeof offset !== "number" ||
    !isSizes([offset]) ||
    !isSizes(shape) ||
    !isSizes(strides) ||
    shape.length !== strides.length
  ) {
    throw new FormatError(file, "expected a tensor of a storage, an offset, sizes and strides");
  }
  const dtype = type instanceof Global ? dtypes[type.name.replace(/^torch\./, "")] : storage.dtype;
  if (dtype === undefined || dtype === null) throw new FormatError(file, "expected a tensor's dtype");
  const width = formatOf(dtype)!.bits / 8;
  const length = storage.dtype === null ? storage.length / width : storage.length;
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis], offset);
  if (!shape.includes(0) && !(last < length)) {
    throw new FormatError(
      file,
      `a tensor of [${shape}] with strides [${strides}] goes beyond its storage of ${length}`,
    );
  }
  return new StridedTensor(storage, dtype, offset, shape, strides);
}

function isStorage(value: Value | undefined): value is Storage {
  return typeof value === "object" && value !== null && "key" in value && "length" in value && "dtype" in value;
}

function isSizes(value: unknown): value is readonly number[] {
  if (!Array.isArray(value) || value.length > mostDimensions) return false;
  return value.every((each) => Number.isSafeInteger(each) && each >= 0);
}
