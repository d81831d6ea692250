import { modelNames } from "../src/models/index.ts";
import { ladderPlans } from "./ladder.node.ts";
import { inGroups } from "./report/tasks.ts";
import { taskKey } from "./results.ts";
import { crossoverPlans } from "./workloads/crossover.ts";
import { dispatchPlans } from "./workloads/dispatch.ts";
import { inputPlans } from "./workloads/input.node.ts";
import type { Plan } from "./workloads/lab.ts";
import { networkNamed, networkPlans, networks } from "./workloads/networks.ts";
import { operatorPlans } from "./workloads/operators.ts";
import { convolutionPlans, gemmPlans } from "./workloads/products.ts";
import { profilePlan } from "./workloads/profile.ts";
import { scalingPlans } from "./workloads/scaling.ts";
import { unnamedPlan } from "./workloads/unnamed.ts";

type Sizes = readonly number[] | undefined;

interface Part {
  readonly about: string;
  readonly plans: (sizes: Sizes) => readonly Plan[];
}

/** What can be measured, by the names of the command line. */
export const parts: Readonly<Record<string, Part>> = {
  gemm: { about: "products of square matrices", plans: gemmPlans },
  conv: { about: "torchvision's convolutions and their gradients", plans: convolutionPlans },
  operator: { about: "operators at the sizes of AlexNet's layers, forward and backward", plans: () => operatorPlans },
  network: {
    about: "networks, forward and a training step, beside other libraries",
    plans: (sizes) => networks.flatMap((network) => networkPlans(network, sizes)),
  },
  input: { about: "files to pixels, pixels to batches", plans: () => inputPlans },
  dispatch: { about: "what a call costs besides its arithmetic", plans: () => [...dispatchPlans, unnamedPlan] },
  scaling: { about: "three decades of sizes", plans: () => scalingPlans },
  crossover: { about: "where a GPU begins to pay, over sizes", plans: () => crossoverPlans() },
  profile: {
    about: "where torchvision's training step takes its time, by kernel",
    plans: (sizes = [32]) => sizes.map((batch) => profilePlan(networkNamed("torchvision")!, batch)),
  },
  ladder: { about: "a convolution, step by step from its definition to the kernel", plans: () => ladderPlans },
};

/** What is measured where nothing is named. */
export const usual: readonly string[] = ["gemm", "conv", "operator", "network", "input", "dispatch"];

const operators = new Set(operatorPlans.map(({ what }) => what));

/** Every name that `plansFor` knows. */
export const names: readonly string[] = [
  ...new Set([...Object.keys(parts), ...operators, ...networks.map(({ name }) => name), ...modelNames]),
];

/** @param named each one of `names`; none for what is usual. What several of them mean is measured once. */
export function plansFor(named: readonly string[], sizes: Sizes): Plan[] {
  const plans = (named.length > 0 ? named : usual).flatMap((name) => {
    if (name in parts) return parts[name].plans(sizes);
    if (operators.has(name)) return operatorPlans.filter(({ what }) => what === name);
    return networkPlans(networkNamed(name)!, sizes);
  });
  return inGroups(plans, taskKey).map(([plan]) => plan);
}

/** Not those whose operators count their sizes in different things. */
const sized = ["gemm", "conv", "network", "profile"];

/** Whether sizes can be asked for. */
export function takesSizes(name: string): boolean {
  return sized.includes(name) || networkNamed(name) !== undefined;
}
