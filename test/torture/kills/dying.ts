import { isMainThread } from "node:worker_threads";

/** The variable with the share of threads that die while they start. */
export const dyingShare = "ALEXGRAD_TORTURE_DYING";
/** What they exit with. */
export const dyingCode = 77;
const longest = 60;

if (!isMainThread && Math.random() < Number(process.env[dyingShare] ?? 0)) {
  if (Math.random() < 0.5) process.exit(dyingCode);
  setTimeout(() => process.exit(dyingCode), longest * Math.random()).unref();
}
