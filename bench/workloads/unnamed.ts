import { defaultDevice } from "../../src/devices/default.ts";
import { modelTable, summarize } from "../../src/models/index.ts";
import { contendersOn, type Plan, times } from "./lab.ts";
import { checkOf } from "./networkCheck.ts";
import { step } from "./networks.ts";
import { networkWork, workOf } from "./work.ts";

const batch = 32;

/** What a program takes that names no device, against one that opens the cpu device. */
export const unnamedPlan: Plan = {
  ...{ group: "dispatch", what: "alexnet-small", size: "no device named", pass: "step" },
  async prepare(lab) {
    const table = modelTable("alexnet-small");
    const check = checkOf(table, "step", lab);
    const entrants = [
      { name: "no device named", open: async () => defaultDevice() },
      { name: "cpu()", open: () => lab.cpu() },
    ];
    const [{ close: _, ...unnamed }, opened] = await contendersOn({ ...lab, entrants }, (device) =>
      step(table, batch, device, check),
    );
    return {
      ...{ group: "dispatch", what: "alexnet-small", size: "no device named", pass: "step" },
      shape: `x ${times([batch, ...table.input])}`,
      work: { ...workOf(networkWork(summarize(table), "step", batch)), images: batch },
      // The default device is the process's own, and stays open.
      ...{ contenders: [unnamed, opened], limits: [], asked: [{ of: "cpu()", atMost: 1.05 }] },
    };
  },
};
