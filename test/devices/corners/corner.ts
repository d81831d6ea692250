import type { Device } from "../../../src/devices/device.ts";
import { grad, type Shape, type Tensor, tensor } from "../../../src/index.ts";

export type Numbers = readonly number[];

/** Values, and their shape where they are no vector. */
export type Values = Numbers | { readonly shape: Shape; readonly values: Numbers };

/** An operator where numbers end: what it makes of NaN, ±∞ and zeros of both signs, for ∂y = 1 or as given. */
export interface Corner {
  readonly op: string;
  readonly run: (...inputs: Tensor[]) => Tensor;
  readonly inputs: readonly Values[];
  readonly dy?: Numbers;
  readonly y: Numbers;
  /** By each input; none where the operator has no gradient. */
  readonly gradients: readonly Numbers[];
  /** Whether the output may have zeros of either sign, where both are among the inputs. */
  readonly eitherZero?: boolean;
}

export const nan = Number.NaN;
export const inf = Number.POSITIVE_INFINITY;

/** One input; the output, its gradient, and ∂y where it is not 1. */
export function unary(
  op: string,
  run: (x: Tensor) => Tensor,
  x: Values,
  y: Numbers,
  dx?: Numbers,
  dy?: Numbers,
): Corner {
  return { op, run: (input) => run(input!), inputs: [x], y, gradients: dx ? [dx] : [], ...(dy && { dy }) };
}

/** One line for each pair: a, b, a ∘ b, ∂a, ∂b; and ∂y where it is not 1. */
export function binary(op: string, run: (a: Tensor, b: Tensor) => Tensor, lines: readonly Numbers[]): Corner {
  const column = (i: number) => lines.map((line) => line[i]);
  const gradients = [column(3), column(4)].filter(([first]) => first !== undefined);
  const dy = lines.map((line) => line[5] ?? 1);
  return { op, run: (a, b) => run(a!, b!), inputs: [column(0), column(1)], y: column(2), gradients, dy };
}

export function grid(shape: Shape, values: Numbers): Values {
  return { shape, values };
}

/** How far a number may be off: corners are about what no rounding explains. */
const tolerance = 1e-5;

/** What a device gets wrong. A zero's sign is looked at in values alone, and where `signs` says so: WGSL and GLSL leave it
 *  open. */
export async function faultsOf(corners: readonly Corner[], device: Device, signs: boolean): Promise<string[]> {
  const faults = await Promise.all(corners.map((corner) => faultOf(corner, device, signs)));
  return faults.filter((fault) => fault !== null);
}

async function faultOf(corner: Corner, device: Device, signs: boolean): Promise<string | null> {
  const inputs = corner.inputs.map((input) => {
    const { shape, values } = "shape" in input ? input : { shape: [input.length], values: input };
    return tensor(values, shape, { device, requiresGrad: true });
  });
  const y = corner.run(...inputs);
  const wanted = [corner.y];
  const results = [y];
  if (corner.gradients.length > 0) {
    const dy = tensor(corner.dy ?? corner.y.map(() => 1), y.shape, { device });
    results.push(...grad(y, inputs, { gradOutputs: [dy] }).filter((gradient) => gradient !== null));
    wanted.push(...corner.gradients);
  }
  const found = await Promise.all(results.map(async (result) => [...(await result.data())]));
  const isRight = (values: Numbers, i: number) => {
    const row = wanted[i];
    const isSigned = signs && i === 0 && !corner.eitherZero;
    if (values.length !== row.length || !values.every((value, j) => isNear(value, row[j]))) return false;
    return !isSigned || values.every((value, j) => hasSign(value, row[j]));
  };
  if (found.length === wanted.length && found.every(isRight)) return null;
  return `${corner.op}: expected ${describe(wanted)}; got ${describe(found)}`;
}

function isNear(value: number, wanted: number): boolean {
  if (!Number.isFinite(wanted)) return Object.is(value, wanted);
  return Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted));
}

function hasSign(value: number, wanted: number): boolean {
  return wanted !== 0 || Object.is(1 / value, 1 / wanted);
}

function describe(rows: readonly Numbers[]): string {
  return rows.map((row) => `[${row.map((value) => (Object.is(value, -0) ? "-0" : value)).join(", ")}]`).join(" ");
}
