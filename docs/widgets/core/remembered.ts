/** The same function, which keeps its last result: figure and sentence of one state ask for the same.
 *  @param keyOf all of a state that the result depends on. */
export function remembered<S, T>(compute: (state: S) => T, keyOf: (state: S) => string): (state: S) => T {
  let last: { readonly key: string; readonly result: T } | null = null;
  return (state) => {
    const key = keyOf(state);
    if (last?.key !== key) last = { key, result: compute(state) };
    return last.result;
  };
}
