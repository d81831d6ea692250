import type { Command } from "commander";
import { lrFind, type RatePoint, suggestRate } from "../train/lrFind.ts";
import { prepareData, prepareTraining } from "../train/prepare.node.ts";
import { dataOptions, describeNotes, readDataConfig } from "./data.ts";
import { describeDevice, deviceOptions, openDevice } from "./device.ts";
import { exitCodes } from "./failure.ts";
import { wrap } from "./format.ts";
import { adviseRates, drawRates, useRate } from "./lrFindText.ts";
import { examples, type Flags, rates, readNumber, repeats, seeds } from "./options.ts";
import { note, print } from "./output.ts";
import { Progress } from "./progress.ts";
import { chooseRecipe, recipeOptions } from "./recipe.ts";
import { trainingStep } from "./workload.ts";

export function lrFindCommand(cli: Command): void {
  const command = cli
    .command("lr-find")
    .description("Learning-rate range test: one step at each of a series of growing rates");
  recipeOptions(dataOptions(command));
  deviceOptions(command)
    .optionsGroup("Options:")
    .option("--seed <n>", "Seed of everything random", "0")
    .option("--from <rate>", "The first rate", "1e-6")
    .option("--to <rate>", "The last rate", "10")
    .option("--steps <n>", "How many steps from the first rate to the last", "100")
    .option("--json", "Print JSON: suggestion, points")
    .addHelpText("after", examples("alexgrad lr-find --recipe article --data path/to/images"))
    .action(async (flags: Flags) => {
      process.exitCode = await run(flags);
    });
}

async function run(flags: Flags): Promise<number> {
  const recipe = await chooseRecipe(flags);
  const seed = readNumber(flags, "seed", seeds);
  const steps = readNumber(flags, "steps", { ...repeats, min: 2 });
  const from = readNumber(flags, "from", { ...rates, min: Number.MIN_VALUE });
  const to = readNumber(flags, "to", { ...rates, min: from * 1.01 });
  const source = readDataConfig(flags);
  await using opened = await openDevice(flags, trainingStep(recipe.model, recipe.batch));
  const { device } = opened;
  const progress = new Progress();
  const data = await prepareData(recipe, source, seed, progress.reading);
  for (const line of describeNotes(data)) progress.line(line);
  const { options } = prepareTraining({ ...recipe, schedule: { name: "constant" } }, data, { seed, device });
  progress.line(`${recipe.name} on ${recipe.model}, ${describeDevice(device)}: ${steps} steps from ${from} to ${to}`);
  const points: RatePoint[] = [];
  const { model, optimizer, train, rng, loss = {} } = options;
  for await (const point of lrFind({ model, optimizer, device, train, rng, loss, from, to, steps })) {
    points.push(point);
    progress.show(`rate ${point.lr.toExponential(1)}  loss ${point.smoothed.toFixed(3)}`, points.length, steps);
  }
  progress.clear();
  const suggestion = suggestRate(points);
  print(flags.json ? JSON.stringify({ suggestion, points }) : `${drawRates(points, suggestion)}\n`);
  if (suggestion === null) {
    note(wrap(adviseRates(points, { from, to, steps })));
    return exitCodes.failed;
  }
  if (!flags.json) print(wrap(useRate(suggestion)));
  return 0;
}
