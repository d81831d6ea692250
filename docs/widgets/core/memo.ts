/** Computes once for each state: a drawing, its sentence and its editor all ask for the same. */
export function once<S extends object, T>(compute: (state: S) => T): (state: S) => T {
  const known = new WeakMap<S, T>();
  return (state) => {
    const found = known.get(state);
    if (found !== undefined) return found;
    const made = compute(state);
    known.set(state, made);
    return made;
  };
}

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
