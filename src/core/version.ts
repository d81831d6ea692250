/** As package.json says it, which a page does not have. */
export const version = "0.1.0";
