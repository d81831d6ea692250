import { create, type MessageInitShape } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
} from "./onnx_pb.ts";
import { attributeTypes, dataTypes } from "./types.ts";

const attribute = (
  type: keyof typeof attributeTypes,
  name: string,
  value: Pick<MessageInitShape<typeof AttributeProtoSchema>, "i" | "ints" | "f">,
): AttributeProto => create(AttributeProtoSchema, { ...value, name, type: attributeTypes[type] });

export const int = (name: string, i: number) => attribute("INT", name, { i: BigInt(i) });
export const ints = (name: string, values: readonly number[]) => attribute("INTS", name, { ints: values.map(BigInt) });
export const float = (name: string, f: number) => attribute("FLOAT", name, { f: Math.fround(f) });

interface NodeParts {
  /** Behind the value that it takes. */
  readonly inputs?: readonly string[];
  readonly attributes?: readonly AttributeProto[];
  /** The value that it takes. Default: the last one made. */
  readonly from?: string;
}

/** A chain of nodes, each of which takes the last one's output. */
export class GraphBuilder {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly #names = new Set<string>();
  /** The value that the next node takes. */
  last: string;

  constructor(input: string) {
    this.last = this.#unique(input);
  }

  add(op: string, name: string, { inputs = [], attributes = [], from = this.last }: NodeParts = {}): void {
    const output = this.#unique(name);
    const parts = { opType: op, name: output, input: [from, ...inputs], output: [output], attribute: [...attributes] };
    this.nodes.push(create(NodeProtoSchema, parts));
    this.last = output;
  }

  /** Gives the last value its name as the graph's output. */
  finish(name: string): string {
    if (this.nodes.length === 0) this.add("Identity", "identity");
    this.last = this.#unique(name);
    this.nodes.at(-1)!.output = [this.last];
    return this.last;
  }

  /** @returns its name. */
  floats(name: string, shape: readonly number[], values: Float32Array): string {
    return this.#tensor(name, shape, dataTypes.F32, values);
  }

  /** @returns its name. */
  integers(name: string, values: readonly number[]): string {
    return this.#tensor(name, [values.length], dataTypes.I64, BigInt64Array.from(values, BigInt));
  }

  #tensor(name: string, shape: readonly number[], dataType: number, values: Float32Array | BigInt64Array): string {
    const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const own = this.#unique(name);
    this.initializers.push(create(TensorProtoSchema, { name: own, dims: shape.map(BigInt), dataType, rawData }));
    return own;
  }

  #unique(name: string): string {
    let own = name;
    while (this.#names.has(own)) own += "_";
    this.#names.add(own);
    return own;
  }
}
