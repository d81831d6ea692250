import type { Event, Request } from "../protocol.ts";

/** The worker that trains. */
export interface Link {
  send(request: Request): void;
  /** Ends it, whatever it does. */
  close(): void;
}

/** @param fail hears what is thrown where nothing catches it. */
export function openLink(hear: (event: Event) => void, fail: (message: string) => void): Link {
  const worker = new Worker(new URL("../worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Event>) => hear(data));
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.message ?? "");
  });
  return {
    send: (request) => worker.postMessage(request),
    close: () => worker.terminate(),
  };
}
