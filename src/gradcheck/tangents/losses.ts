import { apply, constant, type Rules } from "./rule.ts";

export const losses: Rules<"pick" | "oneHot"> = {
  pick: ({ length }, [, labels, g], [dx]) => dx && apply("pick", length, dx, labels, g),
  oneHot: constant,
};
