import { formatShape, type Shape, sameShape, sizeOf } from "../../core/shape.ts";

/** Conventional names of the axes of a tensor of rank 4. */
const nchw: Readonly<Record<string, string>> = {
  "0": " (batch)",
  "1": " (channels)",
  "2,3": " (plane)",
  "0,2,3": " (batch and plane)",
  "1,2,3": " (image)",
};

/** Which axes of the input or output have n elements together, at most two guesses; null without any. */
export function axesOfSize(n: number, input: Shape, output: Shape): string | null {
  const names = axesNames(n, input, "input");
  if (!sameShape(input, output)) names.push(...axesNames(n, output, "output"));
  return names.length === 0 ? null : names.slice(0, 2).join(" or ");
}

function axesNames(n: number, shape: Shape, owner: string): string[] {
  const axes = shape.flatMap((dim, axis) => (dim > 1 ? [axis] : []));
  return groupsOf(axes)
    .filter((group) => sizeOf(group.map((axis) => shape[axis])) === n)
    .map((group) => {
      if (group.length === axes.length && group.length > 1) return `all elements of the ${owner}`;
      const conventional = shape.length === 4 ? (nchw[String(group)] ?? "") : "";
      return group.length === 1
        ? `axis ${group[0]} of the ${owner}${conventional}`
        : `axes ${formatShape(group)} of the ${owner}${conventional}`;
    });
}

/** The sets of axes that operators work over: runs of neighbors, short ones first, and all but axis 1. */
function groupsOf(axes: readonly number[]): number[][] {
  const runs = axes.flatMap((_, length) => {
    return axes.slice(length).map((_, start) => axes.slice(start, start + length + 1));
  });
  const allButChannels = axes.filter((axis) => axis !== 1);
  return axes.includes(0) && axes.includes(1) && axes.length > 2 ? [...runs, allButChannels] : runs;
}
