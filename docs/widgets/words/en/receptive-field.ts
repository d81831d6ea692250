import type { Box } from "../../receptive-field/field.ts";

const sidesOf = (box: Box) => box.map(([first, last]) => last - first + 1).join(" × ");

export const receptiveField = {
  title: "What a unit sees",
  net: "network",
  layer: "the unit's layer",
  image: "image",
  row: "row of the unit",
  column: "column",
  of: (at: number, size: number) => `${at} of 0–${size - 1}`,
  run: "Measure it: a backward pass",
  picture: (layer: string) => `The image, and squares that grow layer by layer up to what a unit of ${layer} sees`,
  caption:
    "A square for each layer: the bold one is what the chosen unit sees. It may reach over the edge of the image.",
  table: (net: string) => `${net}, layer by layer`,
  columns: ["layer", "map", "sees", "steps of"],
  effective: (layer: string) => `The gradient of a unit of ${layer} by each pixel, and the box around it`,
  nothing: "No pixel has a gradient.",
  measured: (sides: string, isSame: boolean, half: number) =>
    `Measured: the gradient is not 0 in a box of ${sides} pixels, ${isSame ? "the same as counted" : "not what was counted"}. Half of its sum lies on ${half.toLocaleString("en-US")} of them.`,
  says(layer: string, unit: readonly number[], map: readonly number[], whole: Box, inside: Box) {
    const sides = sidesOf(whole);
    const where = inside.map(([first, last]) => `${first} to ${last}`);
    const cut = sidesOf(inside) === sides ? "" : `; ${sidesOf(inside)} of it is image`;
    return `A unit of ${layer}, (${unit.join(", ")}) of ${map.join(" × ")}, sees ${sides} pixels${cut}: rows ${where[0]}, columns ${where[1]}.`;
  },
};
