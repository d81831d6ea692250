import type { Contender } from "./engine/contender.ts";
import type { Asked } from "./engine/measure.ts";
import { startPeer } from "./peer.ts";
import type { PeerTask } from "./workloads/lab.ts";

interface Peer {
  readonly file: string;
  /** Default: as many as ours. */
  readonly threads?: number;
  /** What our time may be of its time, with two threads of ours. */
  readonly atMost?: number;
}

/** What our two threads may take of one thread's time, in the runtimes that most pages have. */
const onOneThread = 0.25;

const peers: Record<PeerTask, readonly Peer[]> = {
  forward: [
    { file: "ort-node.mjs", atMost: 1.3 },
    { file: "ort-web.mjs", threads: 1, atMost: onOneThread },
    { file: "ort-web.mjs", threads: 2 },
    { file: "tfjs-wasm.mjs", threads: 1, atMost: onOneThread },
  ],
  train: [{ file: "torch_peer.py", atMost: 1 }],
  cifar: [{ file: "torch_peer.py", atMost: 0.7 }],
};

/** The peers at a task that are installed, started one after the other, and what is asked of ours beside them. */
export async function peersOf(
  task: PeerTask,
  { threads, batch }: { readonly threads: number; readonly batch: number },
): Promise<{ readonly contenders: readonly Contender[]; readonly asked: readonly Asked[] }> {
  const contenders: Contender[] = [];
  const asked: Asked[] = [];
  for (const { file, threads: own = threads, atMost } of peers[task]) {
    const contender = await startPeer(file, task, { threads: own, batch });
    if (contender === null) continue;
    contenders.push(contender);
    if (atMost !== undefined && threads === 2) asked.push({ of: contender.name, atMost });
  }
  return { contenders, asked };
}
