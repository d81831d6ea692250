import { FormatError } from "../core/errors.ts";
import { quoted } from "../io/header.ts";
import { type Constant, constantOf, type External, listConstant } from "./constants.ts";
import type { AttributeProto, GraphProto, NodeProto } from "./onnx_pb.ts";
import { attributeTypes } from "./types.ts";

/** Why a node, or an attribute of it, is no layer of ours. */
export class Unsupported extends Error {}

/** A node, its attributes by name and its constant inputs at hand. */
export class Node {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly name: string;
  /** For messages: its name, or the one of what it makes, and its operator. */
  readonly title: string;
  readonly #attributes: ReadonlyMap<string, AttributeProto>;
  readonly #constants: ReadonlyMap<string, Constant>;

  constructor(proto: NodeProto, inputs: readonly string[], constants: ReadonlyMap<string, Constant>) {
    const { domain, opType, name, output, attribute } = proto;
    this.op = domain === "" || domain === "ai.onnx" ? opType : `${domain}.${opType}`;
    this.inputs = inputs;
    this.name = name;
    this.output = output[0] ?? "";
    this.title = `${(name || this.output).slice(0, 80)} (${this.op.slice(0, 80)})`;
    this.#attributes = new Map(attribute.map((each) => [each.name, each]));
    this.#constants = constants;
  }

  int(name: string, usual: number): number {
    return Number(this.#attribute(name, attributeTypes.INT)?.i ?? usual);
  }

  float(name: string, usual: number): number {
    const { f } = this.#attribute(name, attributeTypes.FLOAT) ?? {};
    return f === undefined ? usual : shortest(f);
  }

  ints(name: string): readonly number[] | undefined {
    return this.#attribute(name, attributeTypes.INTS)?.ints.map(Number);
  }

  text(name: string, usual: string): string {
    const { s } = this.#attribute(name, attributeTypes.STRING) ?? {};
    return s === undefined ? usual : new TextDecoder().decode(s);
  }

  /** @throws Unsupported unless an attribute that changes what is computed has its usual value. */
  expectInt(name: string, usual: number): void {
    const value = this.int(name, usual);
    if (value !== usual) throw new Unsupported(`${name} ${value}`);
  }

  /** An input that the file has. @throws Unsupported if it is computed. */
  constant(i: number): Constant {
    const found = this.optional(i);
    if (found === undefined) throw new Unsupported(`there is no input ${i}`);
    return found;
  }

  /** An input that may be left out. */
  optional(i: number): Constant | undefined {
    const name = this.inputs[i] ?? "";
    if (name === "") return undefined;
    const found = this.#constants.get(name);
    if (found === undefined) throw new Unsupported(`input ${quoted(name)} is no constant`);
    return found;
  }

  isConstant(i: number): boolean {
    return this.#constants.has(this.inputs[i] ?? "");
  }

  #attribute(name: string, type: number): AttributeProto | undefined {
    const found = this.#attributes.get(name);
    if (found !== undefined && found.type !== type) throw new Unsupported(`${name} is of type ${found.type}`);
    return found;
  }
}

/** A number of a float32 as a person wrote it: the shortest decimal that rounds to it. */
export function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (Math.fround(decimal) === value) return decimal;
  }
  return value;
}

/** A scalar, or a tensor with one number. */
export function scalarOf(constant: Constant): number {
  const values = constant.floats();
  if (values.length !== 1) throw new Unsupported(`a constant of [${constant.shape}]`);
  return values instanceof Float32Array ? shortest(values[0]) : values[0];
}

/** A graph as a way from its input to its output. */
export interface Chain {
  /** The graph's input and output, by their values' names. */
  readonly input: string;
  readonly output: string;
  /** All that compute something. */
  readonly nodes: readonly Node[];
  /** The nodes that take a value. */
  consumers(value: string): readonly Node[];
}

/** Constants, also those that nodes make, are taken out of the way, and so is Identity.
 *  @throws FormatError unless there is one input that is no constant, and one output. */
export function readChain(graph: GraphProto, file: string, externals: External): Chain {
  const constants = new Map<string, Constant>();
  for (const tensor of graph.initializer) constants.set(tensor.name, constantOf(tensor, file, externals));
  const inputs = graph.input.filter(({ name }) => !constants.has(name));
  if (inputs.length !== 1 || graph.output.length !== 1) {
    throw new FormatError(file, `expected one input and one output; got ${inputs.length} and ${graph.output.length}`);
  }
  const aliases = new Map<string, string>();
  const resolve = (name: string) => aliases.get(name) ?? name;
  const nodes: Node[] = [];
  const consumers = new Map<string, Node[]>();
  for (const proto of graph.node) {
    const [output = ""] = proto.output;
    if (proto.opType === "Identity" && proto.domain === "") {
      const source = resolve(proto.input[0] ?? "");
      aliases.set(output, source);
      continue;
    }
    const own = proto.opType === "Constant" ? constantNode(proto, file, externals) : undefined;
    if (own !== undefined) {
      constants.set(output, own);
      continue;
    }
    const node = new Node(proto, proto.input.map(resolve), constants);
    nodes.push(node);
    for (const input of new Set(node.inputs)) {
      if (constants.has(input)) continue;
      const known = consumers.get(input);
      if (known === undefined) consumers.set(input, [node]);
      else known.push(node);
    }
  }
  return {
    input: inputs[0].name,
    output: resolve(graph.output[0].name),
    nodes,
    consumers: (value) => consumers.get(value) ?? [],
  };
}

/** What a Constant node makes; undefined for texts and the like. */
function constantNode({ attribute }: NodeProto, file: string, externals: External): Constant | undefined {
  const [value] = attribute;
  switch (value?.name) {
    case "value":
      return value.t && constantOf(value.t, file, externals);
    case "value_float":
      return listConstant([value.f ?? 0], []);
    case "value_floats":
      return listConstant(value.floats, [value.floats.length]);
    case "value_int":
      return listConstant([Number(value.i ?? 0n)], []);
    case "value_ints":
      return listConstant(value.ints.map(Number), [value.ints.length]);
    default:
      return undefined;
  }
}
