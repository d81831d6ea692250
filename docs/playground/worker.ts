import { platform } from "./platform.ts";
import type { Event, Request } from "./protocol.ts";
import { Session } from "./session/session.ts";

// A thread of its own, which owns the device: without isolation the cpu device computes where it is called.
const session = new Session((event) => self.postMessage(event, { transfer: transferable(event) }), platform);

self.onmessage = ({ data }: MessageEvent<Request>) => void session.ask(data);

/** The exported weights need not be copied. */
function transferable(event: Event): Transferable[] {
  return event.tell === "weights" ? [event.bytes.buffer as ArrayBuffer] : [];
}
