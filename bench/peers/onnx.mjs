/**
 * A writer of ONNX models: the few messages of onnx.proto that a feed-forward network needs, in protobuf's encoding.
 * Each field is its key, (number << 3) | wire type, then a varint (type 0) or a length and that many bytes (type 2).
 */

/** @param {number} n */
function varint(n) {
  const bytes = [];
  for (; n > 127; n = Math.floor(n / 128)) bytes.push((n % 128) + 128);
  return Buffer.from([...bytes, n]);
}

const int = (number, value) => Buffer.concat([varint(number << 3), varint(value)]);
const ints = (number, values) => Buffer.concat(values.map((value) => int(number, value)));

/** A string, raw bytes or a nested message, given by its fields. */
function bytes(number, value) {
  const body = Array.isArray(value) ? Buffer.concat(value) : Buffer.from(value);
  return Buffer.concat([varint((number << 3) | 2), varint(body.length), body]);
}

const FLOAT = 1;
const AttributeType = { INT: 2, INTS: 7 };

/** AttributeProto */
const attribute = ([name, value]) =>
  Array.isArray(value)
    ? bytes(5, [bytes(1, name), ints(8, value), int(20, AttributeType.INTS)])
    : bytes(5, [bytes(1, name), int(3, value), int(20, AttributeType.INT)]);

/** ValueInfoProto: a name and the shape of a float tensor. */
const valueInfo = (number, [name, shape]) => {
  const dims = shape.map((size) => bytes(1, [int(1, size)]));
  return bytes(number, [bytes(1, name), bytes(2, [bytes(1, [int(1, FLOAT), bytes(2, dims)])])]);
};

/** TensorProto */
const initializer = ({ name, shape, data }) =>
  bytes(5, [
    ints(1, shape),
    int(2, FLOAT),
    bytes(8, name),
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

/** NodeProto */
const node = ({ op, inputs, output, attributes = {} }) =>
  bytes(1, [
    ...inputs.map((name) => bytes(1, name)),
    bytes(2, output),
    bytes(4, op),
    ...Object.entries(attributes).map(attribute),
  ]);

/**
 * The bytes of a ModelProto (IR version 8, operator set 17). Inputs and outputs are shapes by name.
 * @typedef {{ op: string, inputs: string[], output: string, attributes?: Record<string, number | number[]> }} Node
 * @typedef {{ name: string, shape: number[], data: Float32Array }} Weight
 * @typedef {Record<string, number[]>} Shapes
 * @param {{ inputs: Shapes, outputs: Shapes, nodes: Node[], weights?: Weight[] }} graph
 */
export function encodeModel({ inputs, outputs, nodes, weights = [] }) {
  const graph = [
    ...nodes.map(node),
    bytes(2, "graph"),
    ...weights.map(initializer),
    ...Object.entries(inputs).map((input) => valueInfo(11, input)),
    ...Object.entries(outputs).map((output) => valueInfo(12, output)),
  ];
  return Buffer.concat([int(1, 8), bytes(7, graph), bytes(8, [bytes(1, ""), int(2, 17)])]);
}
