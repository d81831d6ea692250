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
