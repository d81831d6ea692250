import type { View } from "../../figure-2/state.ts";

export const figure2 = {
  title: "The drawing of figure 2",
  view: "seen",
  views: { paper: "as in the paper", front: "onto the maps", above: "from above" } satisfies Record<View, string>,
  net: "network",
  all: "all",
  columns: ["", "height × width × channels", "through a window of", "reads"],
  parts: (parts: number, size: string) => `${parts} of ${size}`,
  reads: { own: "its own tower", both: "both towers", whole: "all there is" },
  table: "The same as a table",
  picture: (net: string) =>
    `${net} as boxes: height and width of the maps, channels as thickness, lines from each window`,
  says: (net: string, towers: number, crossing: readonly string[]) =>
    towers === 1
      ? `${net} has one tower: each layer reads all of the one before.`
      : `${net} has ${towers} towers. They meet in ${crossing.join(", ")}, whose lines cross; the other layers in towers read their own alone. Lengths are drawn by their roots.`,
};
