import { type DescField, type DescMessage, fromBinary, ScalarType } from "@bufbuild/protobuf";
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { FormatError } from "../core/errors.ts";
import { type GraphProto, type ModelProto, ModelProtoSchema } from "./onnx_pb.ts";

/** The most messages and numbers of lists (dims, attributes): each takes memory, however few bytes it has in the file. */
const mostParts = 2 ** 16;
/** Protobuf's own limit. */
export const mostBytes = 2 ** 31 - 1;

export type Model = ModelProto & { graph: GraphProto };

/** A file's message; tensors' bytes are views of `bytes`.
 *  @throws FormatError if they are no ONNX file. */
export function parseModel(bytes: Uint8Array, file: string): Model {
  if (bytes.length > mostBytes) throw new FormatError(file, `expected at most ${mostBytes} bytes; got ${bytes.length}`);
  const model = decode(bytes, file);
  const { graph } = model;
  if (model.irVersion < 1n || graph === undefined) throw new FormatError(file, "is no ONNX file: it has no graph");
  return { ...model, graph };
}

function decode(bytes: Uint8Array, file: string): ModelProto {
  const reader = new BinaryReader(bytes);
  try {
    scan(reader, bytes.length, ModelProtoSchema, { parts: 0 });
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const offset = Math.min(reader.pos, bytes.length);
    throw new FormatError(file, `is no ONNX file, or was damaged or cut off: ${reason}`, { cause, offset });
  }
}

/** Goes through a message without keeping anything of it.
 *  @throws Error unless every field has the type that the schema says and ends where its message does, and there are not too many. */
function scan(reader: BinaryReader, end: number, desc: DescMessage, count: { parts: number }): void {
  const fields = new Map(desc.fields.map((field) => [field.number, field]));
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = fields.get(number);
    const start = reader.pos;
    if (field !== undefined && !wireTypesOf(field).includes(wireType)) throw new Error(`${field} is of another type`);
    if (field?.message !== undefined) {
      count.parts++;
      const inner = reader.uint32() + reader.pos;
      if (inner <= end) scan(reader, inner, field.message, count);
      else reader.pos = inner;
    } else {
      reader.skip(wireType, number);
      const isPacked = field?.fieldKind === "list" && !isText(field.scalar) && wireType === WireType.LengthDelimited;
      if (field?.fieldKind === "list") count.parts += isPacked ? reader.pos - start : 1;
    }
    if (reader.pos > end) throw new Error(`${desc.name} goes beyond its end`);
    if (count.parts > mostParts) throw new Error(`it has more than ${mostParts} parts`);
  }
}

const isText = (scalar: ScalarType | undefined) => scalar === ScalarType.STRING || scalar === ScalarType.BYTES;

function wireTypesOf({ scalar, fieldKind }: DescField): readonly WireType[] {
  if (scalar === undefined || isText(scalar)) return [WireType.LengthDelimited];
  const one = scalar === ScalarType.FLOAT ? WireType.Bit32 : WireType.Varint;
  return fieldKind === "list" ? [one, WireType.LengthDelimited] : [one];
}
