import { type Layer, trace } from "../models/trace.ts";
import { recipeTable } from "../train/build.ts";
import type { Recipe } from "../train/recipes/recipe.ts";
import type { RunConfig } from "../train/runConfig.ts";
import type { TorchSettings } from "./settings.ts";

/** How the folder is used, and what of this training is equal to alexgrad's and what is not. */
export function readme({ recipe, input, classes, version }: RunConfig, settings: TorchSettings): string {
  const { batch, epochs, images } = settings;
  const layers = trace(recipeTable(recipe, { input, classes: classes.length }));
  return `# ${recipe.name} on ${recipe.model}, in PyTorch

Written by alexgrad ${version}. It needs PyTorch 1.13 or later and nothing else: ${images.train} images to train on and
${images.validation} to validate with are in this folder. ${epochs} epochs, ${batch} images per step.

| | |
| --- | --- |
| \`train_ddp.py\` | trains, on one process or many |
| \`model.py\` | the network |
| \`best.safetensors\` | its weights, by the names of model.py: the best epoch's |
| \`last.safetensors\` | where the training stands: every start goes on from it |
| \`training.json\` | the recipe, for train_ddp.py; \`config.json\`, for the way back |
| \`metrics.jsonl\` | what happened, a line for each step and epoch |

## Start it

One process, or one for each GPU of a machine (\`nccl\`; without a GPU \`gloo\`):

\`\`\`bash
python train_ddp.py
torchrun --nproc_per_node=4 --max_restarts=3 train_ddp.py
\`\`\`

PyTorch 1.13 under Python 3.11 starts \`torchrun\` with \`-r 9:1 -t 9:1\` only.

Several machines that share this folder, on each of them:

\`\`\`bash
torchrun --nnodes=2 --nproc_per_node=8 --max_restarts=3 --rdzv_id=1 --rdzv_backend=c10d --rdzv_endpoint=host1:29500 train_ddp.py
\`\`\`

Slurm:

\`\`\`bash
sbatch --nodes=2 --ntasks-per-node=1 --gpus-per-node=8 --cpus-per-task=16 --signal=TERM@60 --requeue --wrap 'srun torchrun --nnodes=2 --nproc_per_node=8 --rdzv_id=$SLURM_JOB_ID --rdzv_backend=c10d --rdzv_endpoint=$(scontrol show hostnames $SLURM_JOB_NODELIST | head -1):29500 train_ddp.py'
\`\`\`

\`--requeue\` brings back what was preempted, or whose node failed; what ran out of time is submitted again.

Kubernetes: a Job named \`train\` with \`completionMode: Indexed\`, \`completions: 2\`, \`parallelism: 2\` and, for its pods,
\`subdomain: train\`, a headless service of that name, and this folder mounted in all of them:

\`\`\`bash
torchrun --nnodes=2 --nproc_per_node=8 --rdzv_id=1 --rdzv_backend=c10d --rdzv_endpoint=train-0.train:29500 train_ddp.py
\`\`\`

Ctrl-C, SIGTERM and SIGHUP stop it after a step, with a snapshot; the same command goes on. So does a process that was killed, from
the last snapshot (\`--save-every 600\` seconds). \`python train_ddp.py\` then ends with 128 and the signal's number; what failed
ends with 1, also where the loss was not finite, which comes again however often torchrun restarts it. \`python train_ddp.py --help\` lists
the options.

The way back, to evaluate, visualize and resume it:

\`\`\`bash
alexgrad import this-folder --out runs/back
alexgrad eval --checkpoint runs/back
\`\`\`

## What is equal to the training in alexgrad, and what is not

Equal up to rounding, on any number of processes:

- **Batches.** ${batch} images per step are those of all processes together: of w processes, each takes every w-th image of the
  batch. Order and augmentation are functions of (seed, epoch, image), with the same random numbers as in alexgrad.
- **The last batch** of an epoch, where it is not full: ${lastBatches[settings.lastBatch]}.
- **The loss and the gradient**: means over all images of the batch; processes with fewer images count for less.
- **The step**: ${steps[recipe.optimizer.name](recipe)}; rates and decays of biases and layers are groups of parameters.

Not equal:

${differences(recipe, layers)
  .map((line) => `- ${line}`)
  .join("\n")}

The learning rate is for ${batch} images per step. More processes divide the same batch among them; for a larger one, export
again with \`--train-batch\` and think of the rate: nothing scales it. ${size(layers)}
`;
}

const lastBatches = {
  keep: "it is kept",
  drop: "its images are left out, others in each epoch",
  merge: "its images join the batch before it",
};

const steps: Readonly<Record<Recipe["optimizer"]["name"], (recipe: Recipe) => string>> = {
  sgd: ({ optimizer }) =>
    "rule" in optimizer && optimizer.rule === "paper"
      ? "the rule of 2012, with the rate inside of the velocity (optimizers.py); torch.optim.SGD has it outside"
      : "torch.optim.SGD",
  adagrad: () => "torch.optim.Adagrad",
  adam: () => "torch.optim.Adam",
  adamw: () => "torch.optim.AdamW",
  muon: () => "Muon, as in optimizers.py",
};

function differences(recipe: Recipe, layers: readonly Layer[]): string[] {
  const has = (kind: Layer["spec"]["kind"]) => layers.some(({ spec }) => spec.kind === kind);
  const drops = layers.some(({ spec }) => spec.kind === "dropout" && spec.p > 0);
  const parts = recipe.accumulate > 1 ? "; here each process divides its share into parts, too" : "";
  return [
    ...(drops
      ? ["**Dropout** draws its masks from PyTorch, by (seed, step, process): other ones than in alexgrad."]
      : []),
    ...(has("batchNorm")
      ? [
          `**Batch normalization** takes statistics of each process's own images, and keeps those of the first: several processes are another training than one${parts}. \`--sync-bn\` takes those of all, on GPUs only.`,
        ]
      : []),
    "**On CUDA** convolutions may use TF32, three digits: `NVIDIA_TF32_OVERRIDE=0` turns it off.",
    "**Rounding**: sums in another order; after many steps two trainings part as two seeds do.",
  ];
}

/** Gradients travel in each step. */
function size(layers: readonly Layer[]): string {
  const weights = layers.reduce((sum, { weights }) => sum + (weights?.reduce((a, b) => a * b, 1) ?? 0), 0);
  return `Each step exchanges ${Number(((4 * weights) / 1e6).toPrecision(2))} MB of gradients.`;
}
