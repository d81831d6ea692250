import type { Group } from "../results.ts";

export const groupTitles: Readonly<Record<Group, string>> = {
  operator: "Operators",
  network: "Networks",
  input: "Input",
  dispatch: "What a call costs besides its arithmetic",
  crossover: "CPU against GPU",
  scaling: "Over sizes",
  profile: "Where a training step's time goes",
};

/** What a reader has to know, a paragraph each. */
export const howToRead: readonly (readonly [term: string, text: string])[] = [
  [
    "Rounds",
    "All contenders at a task take turns, one call each, in reversed order on every other round. Two of them are compared within a round, where the machine was in the same state, and the median of these ratios is what is said: a ratio here is not the quotient of two medians.",
  ],
  [
    "±",
    "The median of the absolute deviations from the median. What is published comes from several fresh processes, since the samples of one are not independent.",
  ],
  [
    "Noise",
    "The first contender is timed twice in every round. How much it differs from itself is the noise of the task: a ratio within it is no difference (≈). Where it finds a difference between itself and itself, the task is marked as unproven.",
  ],
  [
    "First, compile, warm",
    "The first call, what it alone takes (kernels compiled, memory taken), and the second call. The time without a word is the steady one, of the rounds.",
  ],
  [
    "Share of the bound",
    "The machine's limit, multiply-adds in registers or bytes copied in memory, is measured in the same rounds; the share is the limit's time for the same work by the time taken: 100 % cannot be improved. More than that is memory that stayed in a cache. FLOP and bytes follow from the shapes, as for a direct convolution, whatever the kernel saves.",
  ],
  [
    "Means",
    "Of ratios they are geometric: twice as fast and half as fast is neither. Every task counts, those that are lost too.",
  ],
  [
    "Error",
    "Results are compared with those of the reference before the first round and after the last, as a share of what is allowed; one that is wrong is not timed.",
  ],
];
