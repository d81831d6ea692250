import { type Start, work } from "./loop.ts";
import { type Trial, tune } from "./tune.ts";

addEventListener("message", ({ data }: MessageEvent<Start | Trial>) => {
  postMessage("memory" in data ? work(data) : tune(data));
});
addEventListener("messageerror", () => {
  throw new Error("the start could not be read");
});
postMessage("ready");
