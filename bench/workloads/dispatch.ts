import { conv2dOptions } from "../../src/core/geometry/conv2d.ts";
import { checkOptions } from "../../src/core/options.ts";
import type { Device } from "../../src/devices/device.ts";
import { contendersOn, type Job, type Plan } from "./lab.ts";

const chain = 1000;
const checks = 10_000;

function devicePlan(size: string, calls: number, jobOf: (device: Device) => Job): Plan {
  const subject = { group: "dispatch", what: "neg", size, pass: "call" } as const;
  return {
    ...subject,
    async prepare(lab) {
      const contenders = await contendersOn(lab, jobOf);
      return { ...subject, shape: "x 1", work: { flop: calls, bytes: 8 * calls, calls }, contenders, limits: [] };
    },
  };
}

/** What a call costs besides its arithmetic: of a kernel on one element, and of the check of an operator's options. */
export const dispatchPlans: readonly Plan[] = [
  devicePlan("awaited", 1, (device) => {
    const x = device.write([1]);
    return {
      async run() {
        const y = device.run.neg([1], x);
        await device.read(y);
        device.free(y);
      },
    };
  }),
  devicePlan(`chain of ${chain}`, chain, (device) => {
    const x = device.write([1]);
    return {
      async run() {
        let last = device.run.neg([1], x);
        for (let i = 1; i < chain; i++) {
          const next = device.run.neg([1], last);
          device.free(last);
          last = next;
        }
        await device.read(last);
        device.free(last);
      },
    };
  }),
  {
    ...{ group: "dispatch", what: "checkOptions", size: `${checks} checks`, pass: "call" },
    async prepare() {
      const run = async () => {
        for (let i = 0; i < checks; i++) {
          checkOptions("conv2d", { stride: 1, padding: i, dilation: 1, groups: 1, ceilMode: false }, conv2dOptions);
        }
      };
      const contender = { name: "this thread", run, facts: () => ({ device: "none", threads: 1 }) };
      return {
        ...{ group: "dispatch", what: "checkOptions", size: `${checks} checks`, pass: "call" },
        ...{ shape: "five options", work: { flop: 0, bytes: 0, calls: checks }, contenders: [contender], limits: [] },
      };
    },
  },
];
