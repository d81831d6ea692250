import type { Conv2dGeometry } from "../../src/core/geometry/conv2d.ts";
import type { MatmulGeometry } from "../../src/core/geometry/matmul.ts";
import { sizeOf } from "../../src/core/shape.ts";
import type { Device } from "../../src/devices/device.ts";
import type { Facts } from "../engine/contender.ts";
import { takeTurns } from "../engine/rounds.ts";
import { spreadOf } from "../engine/statistics.ts";
import type { Row, Work } from "../results.ts";
import { type Call, Recorder } from "./recorder.ts";

interface Options {
  readonly what: string;
  readonly size: string;
  readonly facts: Facts;
  readonly contender: string;
  readonly rounds: number;
  readonly onCall?: (done: number, of: number) => void;
}

/** Where a step's time goes: every kernel of it by itself, and the whole. A row's time is that of one call, and its size
 *  says how many the step makes. */
export async function profile(
  device: Device,
  prepare: (device: Device) => () => Promise<unknown>,
  { what, size, facts, contender, rounds, onCall = () => {} }: Options,
): Promise<Row[]> {
  const recorder = new Recorder(device);
  const rest = { group: "profile", pass: "step", contender, facts, ratios: [], targets: [] } as const;
  const timed = async (run: () => Promise<void>) => {
    const [{ first, warm, rounds: ms, calls }] = await takeTurns([{ name: contender, run, facts: () => facts }], {
      rounds,
    });
    return { first, compile: Math.max(0, first - warm), warm, steady: spreadOf(ms), calls };
  };
  try {
    const step = prepare(device);
    const whole = await timed(async () => {
      await step();
    });
    const calls = await recorder.record(prepare(recorder.device));
    const rows: Row[] = [{ ...rest, what, size, shape: "", time: whole, work: totalOf(calls) }];
    for (const [i, { call, count }] of calls.entries()) {
      onCall(i, calls.length);
      const time = await timed(async () => {
        call.repeat();
        await device.sync();
      });
      rows.push({
        ...rest,
        what: call.kernel,
        size: count === 1 ? "1 call" : `${count} calls`,
        shape: shapeOf(call),
        time,
        work: workOf(call),
      });
    }
    return rows;
  } finally {
    await recorder.close();
  }
}

function totalOf(calls: readonly { readonly call: Call; readonly count: number }[]): Work {
  const works = calls.map(({ call, count }) => ({ count, ...workOf(call) }));
  const sum = (of: "flop" | "bytes") => works.reduce((total, work) => total + work.count * work[of], 0);
  return { flop: sum("flop"), bytes: sum("bytes") };
}

/** 2 FLOP for each multiply-add of a product; of other kernels the bytes alone count. */
function workOf({ kernel, size, inputs, geometry }: Call): Work {
  const bytes = 4 * [size, ...inputs].reduce((a, b) => a + b);
  if (kernel === "matmul") {
    const { m, k, n, batch } = geometry as MatmulGeometry;
    return { flop: 2 * m * k * n * sizeOf(batch.dims), bytes };
  }
  if (kernel === "conv2d" || kernel === "conv2dGradInput" || kernel === "conv2dGradWeight") {
    const g = geometry as Conv2dGeometry;
    return { flop: 2 * sizeOf(g.shape) * (g.c / g.groups) * g.kh * g.kw, bytes };
  }
  return { flop: 0, bytes };
}

function shapeOf({ kernel, size, inputs, geometry }: Call): string {
  if (kernel === "matmul") {
    const { m, k, n } = geometry as MatmulGeometry;
    return `${m}×${k} · ${k}×${n}`;
  }
  if (kernel.startsWith("conv2d")) {
    const { xShape, wShape } = geometry as Conv2dGeometry;
    return `x ${xShape.join("×")}, w ${wShape.join("×")}`;
  }
  return `${inputs.join(", ")} → ${size}`;
}
