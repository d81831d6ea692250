import { tensor } from "../../src/create.ts";
import type { ReferenceDevice } from "../../src/devices/reference.ts";
import { compareGradients } from "../../src/gradcheck/gradcheck.ts";
import type { GradcheckReport } from "../../src/gradcheck/report.ts";
import { type Geometry, valuesAt } from "./geometry.ts";
import { call } from "./operators.ts";

/** Checks the gradients of a device, then, where they pass, the gradients of the gradients.
 *  @returns the first report that is no pass, or the last. */
export async function judge(
  at: Geometry,
  device: ReferenceDevice,
): Promise<{ readonly order: 1 | 2; readonly report: GradcheckReport }> {
  const values = valuesAt(at);
  const inputs = at.shapes.map((shape, i) => tensor(values[i], shape, { device, requiresGrad: true }));
  const check = (order: 1 | 2) => compareGradients((...points) => call(at.op, points, at.options), inputs, { order });
  const first = await check(1);
  return first.passed ? { order: 2, report: await check(2) } : { order: 1, report: first };
}
