interface Part<F> {
  readonly name: string;
  readonly shape: readonly number[];
  readonly field?: F;
}

/** Those of the tensors whose numbers can be changed, as a widget names them. */
export const editableOf = <F extends string>(
  parts: readonly Part<F>[],
): Readonly<Record<string, { readonly field: F; readonly shape: readonly number[] }>> =>
  Object.fromEntries(
    parts.flatMap(({ name, field, shape }) =>
      field === undefined || shape.length === 0 ? [] : [[name, { field, shape }]],
    ),
  );
