import { type Calibration, type CalibrationTimes, endsOnGpu } from "./calibration.ts";
import { type CalibratedOperator, calibrationOps, type OpenOperator } from "./calibrationOps.ts";
import type { Device, Handle } from "./device.ts";

const rounds = 3;
/** Milliseconds that a turn takes about: what is faster is called more often, with one wait at the end. */
const turn = 8;
const mostCalls = 256;
/** What a turn makes at most: it is all there until the wait. */
const mostElements = 2 ** 26;
/** Milliseconds after which no larger size is begun of an operator whose last one was not the GPU's. */
const budget = 4000;

/** Times the operators that AlexNet's training spends its time on, all at their smallest size first, then at larger ones
 *  while it is open how they end, and time is left.
 *  @throws DeviceError if a device cannot run them. */
export async function calibrate(cpu: Device, gpu: Device, now: () => number): Promise<Calibration> {
  await warmUp(gpu, now);
  const start = now();
  const rows = calibrationOps.map((operator) => ({ operator, sizes: [] as CalibrationTimes[] }));
  const most = Math.max(...calibrationOps.map(({ scales }) => scales.length));
  for (let level = 0; level < most; level++) {
    for (const { operator, sizes } of rows) {
      const scale = operator.scales[level];
      if (scale === undefined || sizes.length < level || endsOnGpu(sizes)) continue;
      const isLate = now() - start > budget;
      if (level > 0 && isLate && sizes.at(-1)?.faster !== "gpu") continue;
      sizes.push(await compare(operator, scale, cpu, gpu, now));
    }
  }
  const operators = rows.map(({ operator: { name, unit, scales }, sizes }) => ({ name, unit, scales, sizes }));
  return { date: new Date().toISOString(), operators };
}

/** The first product on an adapter tunes it, which may take longer than all that follows. */
async function warmUp(gpu: Device, now: () => number): Promise<void> {
  const [operator] = calibrationOps as [CalibratedOperator];
  const turns = new Turns(operator, operator.scales[0]!, gpu, now);
  try {
    await turns.begin();
  } finally {
    turns.close();
  }
}

/** One is faster where its slowest round is faster than all of the other's. */
async function compare(
  operator: CalibratedOperator,
  scale: number,
  cpu: Device,
  gpu: Device,
  now: () => number,
): Promise<CalibrationTimes> {
  const ofCpu = new Turns(operator, scale, cpu, now);
  const ofGpu = new Turns(operator, scale, gpu, now);
  try {
    for (const turns of [ofCpu, ofGpu]) await turns.begin();
    for (let round = 0; round < rounds; round++) {
      for (const turns of round % 2 === 0 ? [ofCpu, ofGpu] : [ofGpu, ofCpu]) await turns.take();
    }
  } finally {
    for (const turns of [ofCpu, ofGpu]) turns.close();
  }
  const faster = ofGpu.most < ofCpu.least ? "gpu" : ofCpu.most < ofGpu.least ? "cpu" : null;
  return { scale, faster, cpu: ofCpu.least, gpu: ofGpu.least };
}

class Turns {
  readonly #device: Device;
  readonly #open: OpenOperator;
  readonly #now: () => number;
  readonly #times: number[] = [];
  #calls = 1;
  /** Elements that a call makes. */
  #size = 0;

  constructor(operator: CalibratedOperator, scale: number, device: Device, now: () => number) {
    this.#device = device;
    this.#open = operator.open(device, scale);
    this.#now = now;
  }

  /** The first call compiles, the second says how many make a turn; if it is one itself, it counts as a round. */
  async begin(): Promise<void> {
    await this.#time();
    const time = await this.#time();
    this.#calls = Math.min(mostCalls, Math.ceil(turn / time), Math.ceil(mostElements / this.#size));
    if (time >= turn) this.#times.push(time);
  }

  get least(): number {
    return Math.min(...this.#times);
  }

  get most(): number {
    return Math.max(...this.#times);
  }

  async take(): Promise<void> {
    if (this.#times.length < rounds) this.#times.push(await this.#time());
  }

  close(): void {
    this.#open.close();
  }

  async #time(): Promise<number> {
    const made: Handle[] = [];
    try {
      const start = this.#now();
      for (let call = 0; call < this.#calls; call++) made.push(...this.#open.call());
      await this.#device.sync();
      return (this.#now() - start) / this.#calls;
    } finally {
      this.#size = made.reduce((sum, { size }) => sum + size, 0) / this.#calls;
      for (const handle of made) this.#device.free(handle);
    }
  }
}
