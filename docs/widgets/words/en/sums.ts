/** Words of figures in which results are sums of products. */
export const sums = {
  sum: (name: string, value: string, count: number) =>
    count === 0
      ? `${name} is ${value}: nothing reaches it.`
      : count === 1
        ? `${name} is ${value}: one contribution.`
        : `${name} is ${value}: a sum of ${count} contributions.`,
  feeds: (name: string, value: string, count: number, tensors: readonly string[]) =>
    `${name} is ${value}: it takes part in ${count} ${count === 1 ? "element" : "elements"} of ${tensors.join(", ")}.`,
  given: (name: string, value: string) => `${name} is ${value}.`,
};
