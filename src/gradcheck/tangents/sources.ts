import { constant, type Rules } from "./rule.ts";

export const sources: Rules<"fill" | "dropoutMask"> = { fill: constant, dropoutMask: constant };
