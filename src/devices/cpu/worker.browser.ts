import { type Start, work } from "./loop.ts";

addEventListener("message", ({ data }: MessageEvent<Start>) => {
  work(data);
  postMessage("left");
});
