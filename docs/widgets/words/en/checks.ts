const bugs = (count: number) => (count === 1 ? "1 seeded bug" : `${count} seeded bugs`);

export const checks = {
  title: "Its checks",
  run: "Run the checks now",
  order: "what is checked",
  orders: { 1: "gradients", 2: "gradients of gradients" },
  seed: "seed",
  bugs: (count: number) => `${bugs(count)} that its random cases must notice`,
  covered: "What the random cases exercised, at the last full run",
  columns: ["device", "kinds of geometry", "cases, order 1", "cases, order 2"],
  met: (met: number, of: number) => (met === of ? `all ${of}` : `${met} of ${of}`),
  loading: "The gradient checker is being loaded …",
  progress: "cases that are checked",
  done: (cases: number, of: number) => `${cases} of ${of} random cases`,
  kinks: (count: number) => (count === 0 ? "none near a kink" : `${count} too near a kink to judge`),
  passed: (cases: number, kinks: number) =>
    `All ${cases - kinks} that could be judged passed every oracle, just now, on your machine.`,
  failed: "A case failed:",
  found: "What each oracle found",
  oracleColumns: ["oracle", "cases", "largest error ÷ error accepted"],
  says: (op: string, count: number) =>
    count === 0
      ? `The gradients of ${op} are checked on random cases, by every oracle there is.`
      : `The gradients of ${op} are checked on random cases; ${bugs(count)} in its kernels must be noticed by them.`,
};
