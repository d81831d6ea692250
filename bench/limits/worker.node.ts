import { BareLoops, type Loop } from "./loops.ts";

export interface LoopTask {
  readonly module: WebAssembly.Module;
  readonly loop: Loop;
}

let loops: BareLoops | null = null;

/** What a thread of the limits is sent. */
export default function run({ module, loop }: LoopTask): number {
  loops ??= new BareLoops(module, true);
  return loops.run(loop);
}
