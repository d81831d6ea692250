import type { Device } from "../../../src/devices/device.ts";
import type { Corner, Numbers } from "../../../src/gradcheck/op-info/row.ts";
import { grad, tensor } from "../../../src/index.ts";

export interface NamedCorner extends Corner {
  readonly op: string;
}

/** How far a number may be off: corners are about what no rounding explains. */
const tolerance = 1e-5;

/** What a device gets wrong. A zero's sign is looked at in values alone, and where `signs` says so: WGSL and GLSL leave it
 *  open. */
export async function faultsOf(corners: readonly NamedCorner[], device: Device, signs: boolean): Promise<string[]> {
  const faults = await Promise.all(corners.map((corner) => faultOf(corner, device, signs)));
  return faults.filter((fault) => fault !== null);
}

async function faultOf(corner: NamedCorner, device: Device, signs: boolean): Promise<string | null> {
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
