import { platform } from "./platform.ts";
import type { Event, Request } from "./protocol.ts";
import { Session } from "./session/session.ts";

// A thread of its own, which owns the device: without isolation the cpu device computes where it is called.
const session = new Session((event) => self.postMessage(event, { transfer: transferable(event) }), platform);

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  if (data.do === "files") await loadRest();
  await session.ask(data);
};

/** All that may be needed: once there are pictures of the reader's, nothing more is asked for. What does not come is told
 *  when it is needed. */
async function loadRest(): Promise<void> {
  await Promise.allSettled([import("./gpu.ts"), import("./session/bug.ts"), import("./session/report.ts")]);
}

/** The exported weights need not be copied. */
function transferable(event: Event): Transferable[] {
  return event.tell === "weights" ? [event.bytes.buffer as ArrayBuffer] : [];
}
