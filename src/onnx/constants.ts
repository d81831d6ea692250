import { BinaryReader } from "@bufbuild/protobuf/wire";
import { FormatError } from "../core/errors.ts";
import { sizeOf } from "../core/shape.ts";
import { formatOf } from "../io/dtypes.ts";
import { quoted } from "../io/header.ts";
import type { TensorProto } from "./onnx_pb.ts";
import { dataTypes, external, floatTypes } from "./types.ts";

/** Tensors' numbers that lie in other files. */
export type External = ReadonlyMap<TensorProto, Uint8Array>;

/** A tensor that a file has. */
export interface Constant {
  readonly shape: readonly number[];
  /** @throws FormatError unless it is of floats. */
  floats(): Float32Array | Float64Array;
  /** @throws FormatError unless it is of int64. */
  integers(): readonly number[];
}

const mostDimensions = 16;
const mostNumbers = 2 ** 31;
/** Shapes and paddings have no more. */
const mostIntegers = 1024;

/** Its numbers are looked at when they are asked for. @throws FormatError then, if they are not as many as its shape says. */
export function constantOf(tensor: TensorProto, file: string, externals: External): Constant {
  const { name, dims, dataType } = tensor;
  const fail = (reason: string) => new FormatError(file, `tensor ${quoted(name)}: ${reason}`);
  let shape: readonly number[] | undefined;
  let decoded: Float32Array | Float64Array | undefined;
  const sizes = () => {
    shape ??= readShape(dims, fail);
    return shape;
  };
  const bytesOf = (dtype: string) => {
    const count = sizeOf(sizes());
    const bytes = numbersOf(tensor, count, externals, fail);
    const expected = (count * formatOf(dtype)!.bits) / 8;
    if (bytes.length !== expected) throw fail(`expected ${expected} bytes for [${sizes()}]; got ${bytes.length}`);
    // In memory of its own, from a multiple of 8 on; no Buffer's slice(), which would be a view.
    return new Uint8Array(bytes);
  };
  return {
    get shape() {
      return sizes();
    },
    floats() {
      const dtype = floatTypes.find((each) => dataTypes[each] === dataType);
      if (dtype === undefined) throw fail(`expected floats of 16, 32 or 64 bits; got data type ${dataType}`);
      // Many nodes may share it.
      decoded ??= formatOf(dtype)!.decode(bytesOf(dtype));
      return decoded;
    },
    integers() {
      if (dataType !== dataTypes.I64) throw fail(`expected int64; got data type ${dataType}`);
      if (sizeOf(sizes()) > mostIntegers) throw fail(`expected at most ${mostIntegers} integers`);
      return Array.from(new BigInt64Array(bytesOf("I64").buffer), Number);
    },
  };
}

/** An attribute's numbers. */
export function listConstant(values: readonly number[], shape: readonly number[]): Constant {
  return { shape, floats: () => Float32Array.from(values), integers: () => values };
}

function readShape(dims: readonly bigint[], fail: (reason: string) => Error): readonly number[] {
  const shape = dims.map(Number);
  const size = shape.reduce((product, each) => (each >= 0 && each <= mostNumbers ? product * each : Number.NaN), 1);
  if (shape.length > mostDimensions || !(size <= mostNumbers))
    throw fail(`[${shape.slice(0, 20)}] is no shape of a tensor`);
  return shape;
}

/** The bytes of its numbers, little-endian, wherever the file has them. */
function numbersOf(
  tensor: TensorProto,
  count: number,
  externals: External,
  fail: (reason: string) => Error,
): Uint8Array {
  const { dataType, rawData, floatData, doubleData, int32Data, int64Data } = tensor;
  if (tensor.dataLocation === external) {
    const bytes = externals.get(tensor);
    if (bytes === undefined) throw fail("its numbers are in another file, which loadOnnx reads");
    return bytes;
  }
  if (rawData.length > 0) return rawData;
  switch (dataType) {
    case dataTypes.F32:
      return floatData;
    case dataTypes.F64:
      return doubleData;
    case dataTypes.I64:
      return varints(int64Data, count, BigInt64Array, (reader) => reader.int64() as bigint, fail);
    default:
      return varints(int32Data, count, Uint16Array, (reader) => reader.int32(), fail);
  }
}

/** Numbers of a packed list, one byte or more each. */
function varints<T extends bigint | number>(
  packed: Uint8Array,
  count: number,
  type: new (length: number) => { [i: number]: T; readonly buffer: ArrayBuffer },
  next: (reader: BinaryReader) => T,
  fail: (reason: string) => Error,
): Uint8Array {
  if (count > packed.length) throw fail(`expected ${count} numbers; got ${packed.length} bytes of them`);
  const values = new type(count);
  const reader = new BinaryReader(packed);
  try {
    for (let i = 0; i < count; i++) values[i] = next(reader);
  } catch (cause) {
    throw fail(`expected ${count} numbers: ${cause}`);
  }
  if (reader.pos !== packed.length) throw fail(`expected ${count} numbers; got more`);
  return new Uint8Array(values.buffer);
}
