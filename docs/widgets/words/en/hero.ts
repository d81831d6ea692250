export const hero = {
  title: "A convolution and its gradient, live",
  filter: "the filter",
  filters: { edge: "edges across", down: "edges down", corner: "corners", blur: "blur" },
  x: "image",
  y: "what the filter answers",
  dx: "gradient of the answers that you touch",
  says: (place: string, value: string, read: number, more: number) =>
    `${place} is ${value}. It reads ${read} numbers of x, and its gradient goes back to the same ones${more > 0 ? `; ${more} of them hear from another answer too` : ""}. Point at y, or tap it.`,
};
