import type { Calibration, CalibrationTimes } from "./calibration.ts";
import { type CalibratedOperator, calibrationOps, type OpenOperator } from "./calibrationOps.ts";
import type { Device } from "./device.ts";

const rounds = 3;
/** Milliseconds that a turn takes about: what is faster is called more often, with one wait at the end. */
const turn = 8;
const mostCalls = 256;
/** Milliseconds after which no larger size is begun. */
const budget = 1500;

/** Times the operators that AlexNet's training spends its time on, all at their smallest size first, then at larger ones
 *  while time is left.
 *  @throws DeviceError if a device cannot run them. */
export async function calibrate(cpu: Device, gpu: Device, now: () => number): Promise<Calibration> {
  const start = now();
  const rows = calibrationOps.map((operator) => ({ operator, sizes: [] as CalibrationTimes[] }));
  const most = Math.max(...calibrationOps.map(({ scales }) => scales.length));
  for (let level = 0; level < most; level++) {
    for (const { operator, sizes } of rows) {
      const scale = operator.scales[level];
      if (scale === undefined || (level > 0 && now() - start > budget)) continue;
      sizes.push(await compare(operator, scale, cpu, gpu, now));
    }
  }
  const operators = rows.map(({ operator: { name, unit }, sizes }) => ({ name, unit, sizes }));
  return { date: new Date().toISOString(), operators };
}

/** One is faster where its slowest round is faster than all of the other's. */
async function compare(
  operator: CalibratedOperator,
  scale: number,
  cpu: Device,
  gpu: Device,
  now: () => number,
): Promise<CalibrationTimes> {
  const ofCpu = await Turns.open(operator, scale, cpu, now);
  const ofGpu = await Turns.open(operator, scale, gpu, now);
  for (let round = 0; round < rounds; round++) {
    for (const turns of round % 2 === 0 ? [ofCpu, ofGpu] : [ofGpu, ofCpu]) await turns.take();
  }
  for (const turns of [ofCpu, ofGpu]) turns.close();
  const faster = ofGpu.most < ofCpu.least ? "gpu" : ofCpu.most < ofGpu.least ? "cpu" : null;
  return { scale, faster, cpu: ofCpu.least, gpu: ofGpu.least };
}

class Turns {
  readonly #device: Device;
  readonly #open: OpenOperator;
  readonly #now: () => number;
  readonly #times: number[] = [];
  #calls = 1;

  private constructor(device: Device, open: OpenOperator, now: () => number) {
    this.#device = device;
    this.#open = open;
    this.#now = now;
  }

  /** The first call compiles, the second says how many make a turn. */
  static async open(operator: CalibratedOperator, scale: number, device: Device, now: () => number): Promise<Turns> {
    const turns = new Turns(device, operator.open(device, scale), now);
    await turns.#time();
    turns.#calls = Math.min(mostCalls, Math.ceil(turn / (await turns.#time())));
    return turns;
  }

  get least(): number {
    return Math.min(...this.#times);
  }

  get most(): number {
    return Math.max(...this.#times);
  }

  async take(): Promise<void> {
    this.#times.push(await this.#time());
  }

  close(): void {
    this.#open.close();
  }

  async #time(): Promise<number> {
    const start = this.#now();
    for (let call = 0; call < this.#calls; call++) this.#open.call();
    await this.#device.sync();
    return (this.#now() - start) / this.#calls;
  }
}
