export const avgPool = {
  title: "Average pooling",
  kind: "windows",
  kinds: { fixed: "of one size", adaptive: "adaptive: as many as asked for" },
  rows: "rows of windows",
  columns: "columns of windows",
  countPad: "padding counts",
  divisor: "divided by",
  divisors: {
    padded: "window without the overhang (padding counts)",
    input: "elements of the input (padding does not count)",
    all: "the whole window, overhang too (nobody should)",
  },
  threeDivisors: (i: number, j: number) => `Three divisors of window (${i}, ${j})`,
  byXSays: "Each window spreads its ∂y, divided by its own D (in the corner), over the elements that it averaged.",
  secondSays:
    "S = Σ v·∂x. ∂x is linear in ∂y, and does not depend on x: the gradient of S by ∂y is the average pooling of v, with the same windows and divisors. Two kernels, each the gradient of the other.",
  says: {
    average: (name: string, value: string, inside: number, divisor: number, outside: number) =>
      `${name} is ${value}: the sum of ${inside} ${inside === 1 ? "element" : "elements"}, divided by ${divisor}${outside > 0 ? `; ${outside} of the window's places lie outside the input` : ""}.`,
    spread: (name: string, value: string, inside: number, divisor: number) =>
      `${name} is ${value}: ${inside} ${inside === 1 ? "element gets" : "elements get"} 1/${divisor} of it.`,
    read: (name: string, value: string, read: number) =>
      `${name} is ${value}: it counts in ${read} ${read === 1 ? "window" : "windows"}.`,
    sum: (name: string, value: string, read: number) =>
      read === 0
        ? `${name} is 0: no window reads it, so that no gradient comes back.`
        : `${name} is ${value}: a sum over ${read} ${read === 1 ? "window" : "windows"}, each ∂y divided by its own divisor.`,
  },
};
