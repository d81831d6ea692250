import type { DType, Floats } from "../devices/device.ts";
import { numberFormat } from "./printNumbers.ts";
import { formatShape, type Shape, stridesOf } from "./shape.ts";

const columns = 80;
/** Above this many numbers, only `edge` of them are shown at either end of each axis. */
const most = 1000;
const edge = 3;
const start = "tensor(";

interface Printed {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly device: { readonly name: string };
  readonly requiresGrad: boolean;
}

/** A tensor as PyTorch prints it, with its shape, dtype and device behind the numbers.
 *  @param values a string in their place says why they are not there. */
export function printTensor(tensor: Printed, values: Floats | string): string {
  const { shape, dtype, device, requiresGrad } = tensor;
  const parts = [`shape ${formatShape(shape)}`, dtype, device.name, ...(requiresGrad ? ["requiresGrad"] : [])];
  if (typeof values === "string") return `${start}${parts.join(", ")}, ${values})`;
  let text = start + printNumbers(values, shape);
  let column = text.length - (text.lastIndexOf("\n") + 1);
  for (const part of parts) {
    const fits = column + part.length + 3 <= columns;
    const gap = fits ? ", " : `,\n${" ".repeat(start.length)}`;
    column = fits ? column + part.length + 2 : start.length + part.length;
    text += gap + part;
  }
  return `${text})`;
}

function printNumbers(values: Floats, shape: Shape): string {
  const strides = stridesOf(shape);
  const positions = shape.map((dim) =>
    values.length > most && dim > 2 * edge ? edges(dim) : Array.from(Array(dim).keys()),
  );
  const offsets = positions.reduce<number[]>(
    (outer, inner, axis) => outer.flatMap((at) => inner.filter((i) => i !== null).map((i) => at + i * strides[axis])),
    [0],
  );
  const format = numberFormat(offsets.map((at) => values[at]));

  function print(axis: number, offset: number): string {
    if (axis === shape.length) return format(values[offset]);
    const indent = start.length + axis + 1;
    const items = positions[axis].map((i) => (i === null ? "..." : print(axis + 1, offset + i * strides[axis])));
    return `[${axis === shape.length - 1 ? wrap(items, indent) : stack(items, indent, shape.length - 1 - axis)}]`;
  }

  return print(0, 0);
}

/** Indices at both ends; null: what is left out between them. */
function edges(dim: number): (number | null)[] {
  const ends = Array.from({ length: edge }, (_, i) => i);
  return [...ends, null, ...ends.map((i) => dim - edge + i)];
}

/** Numbers, as many on a line as there is room for. */
function wrap(items: readonly string[], indent: number): string {
  const width = Math.max(...items.map((item) => item.length)) + 2;
  const perLine = Math.max(1, Math.floor((columns - indent) / width));
  const lines = Array.from({ length: Math.ceil(items.length / perLine) }, (_, i) =>
    items.slice(i * perLine, (i + 1) * perLine).join(", "),
  );
  return lines.join(`,\n${" ".repeat(indent)}`);
}

/** Rows one below the other; between matrices an empty line, between stacks of them two … */
function stack(rows: readonly string[], indent: number, depth: number): string {
  return rows.join(`,${"\n".repeat(depth)}${" ".repeat(indent)}`);
}
