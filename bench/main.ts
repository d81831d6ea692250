import { parseArgs } from "node:util";
import { dispatchTask } from "./dispatch.ts";
import { ladderTask } from "./ladder.ts";
import { cifarTask, defaultTask, forwardTask, slowestTask, trainTask } from "./networks.ts";
import { operatorsTask } from "./operators.ts";
import { convolutionTask, gemmTask } from "./products.ts";
import { type Figure, log, print } from "./report.ts";

const tasks: Record<string, { readonly run: (rounds: number) => Promise<Figure[]>; readonly about: string }> = {
  gemm: { run: gemmTask, about: "GEMM 1024³ against the machine's own bound, and two threads against one" },
  conv: { run: convolutionTask, about: "AlexNet's convolutions, all three faces, against GEMM" },
  operators: {
    run: operatorsTask,
    about: "every operator at AlexNet's sizes, forward and backward, two threads against one",
  },
  ladder: { run: ladderTask, about: "a convolution, step by step from its definition to the kernel" },
  dispatch: { run: dispatchTask, about: "what a kernel costs besides its arithmetic" },
  forward: { run: forwardTask, about: "AlexNet forward, batch 8, against the runtimes for JavaScript" },
  train: { run: trainTask, about: "a training step of AlexNet, batch 32, against PyTorch" },
  cifar: { run: cifarTask, about: "a training step of the CIFAR net, batch 128, against PyTorch" },
  default: {
    run: defaultTask,
    about: "a training step of alexnet-small, batch 32, without naming a device, against cpu()",
  },
  slowest: { run: slowestTask, about: "a training step of AlexNet against tfjs's plain loops: takes five minutes" },
};

const help = `Usage: npm run bench -- [task …] [--rounds n] [--json]

Every task runs all contenders in turns and reports medians of ratios within a round. Peers are used where
bench/peers/README.md's installation was done. Default: all tasks but "slowest".

${Object.entries(tasks)
  .map(([name, { about }]) => `  ${name.padEnd(9)}  ${about}`)
  .join("\n")}
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "9" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
const unknown = positionals.find((name) => !(name in tasks));
const rounds = Number(values.rounds);
if (values.help) {
  process.stdout.write(help);
} else if (unknown !== undefined || !Number.isSafeInteger(rounds) || rounds < 1) {
  process.stderr.write(unknown !== undefined ? `no task "${unknown}"\n\n${help}` : "expected --rounds ≥ 1\n");
  process.exitCode = 2;
} else {
  for (const name of positionals.length > 0 ? positionals : Object.keys(tasks).filter((task) => task !== "slowest")) {
    log(`${name}: ${tasks[name].about}`);
    print({ task: name, figures: await tasks[name].run(rounds) }, values.json);
  }
}
