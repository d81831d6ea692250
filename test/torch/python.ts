import { spawnSync } from "node:child_process";

export const python = "/usr/bin/python3";

/** Why what runs in PyTorch cannot be run here; null where it can. */
export const whyNotLive: string | null = (() => {
  const { status } = spawnSync(python, ["-c", "import torch, torch.distributed"]);
  return status === 0 ? null : `not run: ${python} has no torch (apt-get install python3-torch)`;
})();

if (whyNotLive !== null) console.log(whyNotLive);
