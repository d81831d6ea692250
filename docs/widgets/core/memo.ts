/** The same function, which keeps its last result: a drawing, its sentence and its editor all ask for the same.
 *  @param keyOf all of a state that the result depends on. Default: the state itself. */
export function once<S, T>(compute: (state: S) => T, keyOf: (state: S) => unknown = (state) => state): (state: S) => T {
  let last: { readonly key: unknown; readonly result: T } | null = null;
  return (state) => {
    const key = keyOf(state);
    if (last === null || last.key !== key) last = { key, result: compute(state) };
    return last.result;
  };
}
