import { isDeepStrictEqual } from "node:util";
import { encode as encodePng } from "fast-png";
import { FormatError } from "../../src/core/errors.ts";
import { decodeImage } from "../../src/data/decode.node.ts";
import { decodeAhead } from "../../src/data/decodeAhead.node.ts";
import {
  builtin,
  computeStatistics,
  Loader,
  makeTransform,
  PrefetchLoader,
  type TransformSpec,
} from "../../src/data/index.node.ts";
import type { Image } from "../../src/data/resize.ts";
import { cpu } from "../../src/devices/cpu/index.node.ts";
import { runTask, type Task, type TaskReport } from "../../src/gradcheck/task.ts";
import { checkInThreads } from "../../src/gradcheck/threads.node.ts";

/** Work in threads of one kind, to be done while they are killed. Resolves with whether the result is right; rejects
 *  with the error that the caller gets. */
export type Round = () => Promise<boolean>;

const specs: TransformSpec[] = [{ kind: "subtractMeanImage" }, { kind: "randomRotation", degrees: 10 }];

export async function prefetching(): Promise<Round> {
  const dataset = builtin({ count: 160 });
  const statistics = computeStatistics(dataset, specs);
  const options = { batchSize: 4, shuffle: true, seed: 5 };
  const transforms = specs.map((spec) => makeTransform(spec, statistics));
  const expected = [...new Loader(dataset, { ...options, transforms }).epoch(3)];
  return async () => {
    await using loader = new PrefetchLoader(dataset, { ...options, specs, statistics, workers: 2 });
    const batches: object[] = [];
    for await (const batch of loader.epoch(3)) batches.push(batch);
    return isDeepStrictEqual(batches, expected);
  };
}

export async function decoding(): Promise<Round> {
  const file = encodePng({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 3), channels: 3 });
  const expected = await decodeImage("", file);
  const count = 150;
  async function* read() {
    for (let i = 0; i < count; i++) yield { path: `${i}`, bytes: file };
  }
  return async () => {
    const images: Image[] = [];
    for await (const { decoded } of decodeAhead(read(), {})) {
      if ("reason" in decoded) throw new FormatError("the image", decoded.reason);
      images.push(decoded);
    }
    return images.length === count && images.every((image) => isDeepStrictEqual(image, expected));
  };
}

export async function checking(): Promise<Round> {
  const ops = ["add", "mul", "tanh", "softmax", "matmul", "relu"];
  const tasks = ops.map((op): Task => ({ kind: "op", op, order: 1, mode: "full", cases: 10, seed: 1 }));
  const comparable = (report: TaskReport) => ({ ...report, milliseconds: 0 });
  const expected: TaskReport[] = [];
  for (const task of tasks) expected.push(comparable(await runTask(task)));
  return async () => {
    const reports = await checkInThreads(tasks, () => {});
    return isDeepStrictEqual(reports.map(comparable), expected);
  };
}

export async function computing(): Promise<Round> {
  const size = 2 ** 18;
  const values = new Float32Array(size).fill(0.5);
  const calls = 100;
  return async () => {
    const device = await cpu({ threads: 2 });
    try {
      let x = device.write(values);
      for (let call = 0; call < calls; call++) {
        const next = device.run.neg([size], x);
        device.free(x);
        x = next;
      }
      return (await device.read(x)).every((value) => value === 0.5);
    } finally {
      await device.close();
    }
  };
}
