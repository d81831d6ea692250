import type { Exhibits } from "../exhibit.ts";
import { at } from "../geometry.ts";

export const losses: Exhibits = {
  "oneHot: label off by one": {
    id: "one-hot-label",
    did: "Counted classes from 1 in one place, from 0 in another.",
    shows: at("pick", { labels: [1, 1] }, [2, 3]),
    order: 1,
    hint: "shifted",
    hides: at("pick", { labels: [0, 0] }, [2, 1]),
    because: "one class",
  },
  "oneHot: row offset forgotten": {
    id: "one-hot-row",
    did: "Wrote every row's 1 into the first row.",
    shows: at("pick", { labels: [0, 0] }, [2, 1]),
    order: 1,
    hint: "missing",
    hides: at("pick", { labels: [1] }, [1, 3]),
    because: "one row",
  },
  "pick: dy ignored": {
    id: "pick-dy",
    did: "Took the loss's gradient as 1.",
    shows: at("pick", { labels: [0, 0] }, [2, 1]),
    order: 1,
    hint: "unwanted",
    hides: null,
    because: "The checker puts in other gradients than 1, zeros too.",
  },
  "mseLoss: the target's gradient is the input's": {
    id: "mse-target",
    did: "Sent the same gradient to the target.",
    shows: at("mseLoss", null, [1], [1]),
    order: 1,
    hint: "sign",
    hides: null,
    because: "Where target and input agree both are 0; there the second order still shows it.",
  },
  "crossEntropy: smoothing's weights forgotten": {
    id: "cross-entropy-weights",
    did: "Forgot the classes' weights in the smoothed part.",
    shows: at("crossEntropy", { labels: [2, 0], weight: [0.5, 1.5, 2.5] }, [2, 3]),
    order: 1,
    hint: "ratio",
    hides: at("crossEntropy", { labels: [0, 1] }, [2, 3]),
    because: "no weights",
  },
  "crossEntropy: uniform part of the smoothed target forgotten": {
    id: "cross-entropy-uniform",
    did: "Smoothed the label and forgot the other classes' share.",
    shows: at("crossEntropy", { labels: [0, 1], labelSmoothing: 1 }, [2, 2]),
    order: 1,
    hint: "missing",
    hides: at("crossEntropy", { labels: [0] }, [1, 3]),
    because: "a single row without smoothing",
  },
};
