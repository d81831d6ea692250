/** The exact interval of Clopper and Pearson (1934) for a rate, from `events` in `runs`, at 95 % confidence. */
export function confidenceInterval(events: number, runs: number): [low: number, high: number] {
  const tail = 0.025;
  const low = events === 0 ? 0 : bisect((p) => 1 - atMost(events - 1, runs, p) > tail);
  const high = events === runs ? 1 : bisect((p) => atMost(events, runs, p) < tail);
  return [low, high];
}

/** The probability of at most k events in n runs. */
function atMost(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}

/** The p at which a condition begins to hold. */
function bisect(holds: (p: number) => boolean): number {
  let [below, above] = [0, 1];
  for (let i = 0; i < 100; i++) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}
