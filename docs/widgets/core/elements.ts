import { flatOf } from "./fill.ts";

interface Part {
  readonly name: string;
  readonly shape: readonly number[];
}

/** An element of a drawing's tensors. */
interface Found<P extends Part> {
  readonly part: P;
  readonly index: readonly number[];
  readonly flat: number;
}

export const elementAt = <P extends Part>(part: P, index: readonly number[]): Found<P> => ({
  part,
  index,
  flat: flatOf(index, part.shape),
});

/** The element of a key, where the drawing has one. */
export function elementOf<P extends Part>(parts: readonly P[], key: string): Found<P> | undefined {
  const [name, place = ""] = key.split(":");
  const index = place === "" ? [] : place.split(",").map(Number);
  const part = parts.find((each) => each.name === name);
  const fits =
    index.length === part?.shape.length &&
    index.every((i, axis) => Number.isInteger(i) && i >= 0 && i < part.shape[axis]);
  return fits ? elementAt(part, index) : undefined;
}
