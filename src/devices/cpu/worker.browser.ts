import { type Start, work } from "./loop.ts";

addEventListener("message", ({ data }: MessageEvent<Start>) => {
  work(data);
  postMessage("left");
});
addEventListener("messageerror", () => {
  throw new Error("the start could not be read");
});
postMessage("ready");
