declare module "*.css";

/** The text of a style sheet, which then is in no other. */
declare module "*.css?inline" {
  const text: string;
  export default text;
}
