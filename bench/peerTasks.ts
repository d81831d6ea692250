import type { Contender } from "./engine/contender.ts";
import type { Asked } from "./engine/measure.ts";
import { forgetGiven } from "./given.node.ts";
import { startPeer } from "./peers.node.ts";
import { closingOnFailure, type PeerTask } from "./workloads/lab.ts";

interface Peer {
  readonly file: string;
  /** Default: as many as ours. */
  readonly threads?: number;
  /** What our time may be of its time: with as many threads of ours as it has, and two at least; of one thread's, with two
   *  of ours. */
  readonly atMost?: number;
  /** A call takes ten seconds or more: it comes only where slow ones are asked for. */
  readonly isSlow?: true;
}

/** What our two threads may take of one thread's time, in the runtimes that most pages have. */
const onOneThread = 0.25;

const peers: Record<PeerTask, readonly Peer[]> = {
  gemm: [
    { file: "torch_peer.py" },
    { file: "ort-node.mjs" },
    { file: "ort-web.mjs" },
    { file: "tfjs-wasm.mjs", threads: 1 },
    { file: "jax.mjs", threads: 1 },
    { file: "tfjs-cpu.mjs", threads: 1, isSlow: true },
  ],
  forward: [
    { file: "torch_peer.py" },
    { file: "ort-node.mjs", atMost: 1.3 },
    { file: "ort-web.mjs", threads: 1, atMost: onOneThread },
    { file: "ort-web.mjs", threads: 2 },
    { file: "tfjs-wasm.mjs", threads: 1, atMost: onOneThread },
    { file: "jax.mjs", threads: 1, isSlow: true },
    { file: "tfjs-cpu.mjs", threads: 1, isSlow: true },
  ],
  train: [
    { file: "torch_peer.py", atMost: 1 },
    { file: "tfjs-cpu.mjs", threads: 1, isSlow: true },
  ],
  cifar: [{ file: "torch_peer.py", atMost: 0.7 }],
};

export interface PeersOptions {
  /** Of ours. */
  readonly threads: number;
  readonly batch?: number;
  /** Whether those come too that take ten seconds or more for a call. Default: false. */
  readonly slow?: boolean;
}

/** The peers at a task that are installed, started one after the other, and what is asked of ours beside them. */
export async function peersOf(
  task: PeerTask,
  { threads, batch = 1, slow = false }: PeersOptions,
): Promise<{ readonly contenders: readonly Contender[]; readonly asked: readonly Asked[] }> {
  const contenders: Contender[] = [];
  const asked: Asked[] = [];
  try {
    await closingOnFailure(contenders, async () => {
      for (const { file, threads: fixed, atMost, isSlow = false } of peers[task]) {
        if (isSlow && !slow) continue;
        const contender = await startPeer(file, task, { threads: fixed ?? threads, batch });
        if (contender === null) continue;
        contenders.push(contender);
        const isAsked = fixed === undefined ? threads >= 2 : threads === 2;
        if (atMost !== undefined && isAsked) asked.push({ of: contender.name, atMost });
      }
    });
  } finally {
    forgetGiven();
  }
  return { contenders, asked };
}
