/** What came in place of what was expected, for messages: never fails, whatever it is. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    case "bigint":
      return `${value}n`;
    case "symbol":
      return "a symbol";
    case "function":
      return "a function";
    case "object":
      return value === null ? "null" : describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return describeList(value);
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (typeof name !== "string" || name === "" || name === "Object") return "an object";
  return `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`;
}

function describeList(list: readonly unknown[]): string {
  const shown = Array.from(list.slice(0, 8), (item) => (Array.isArray(item) ? "[…]" : describe(item)));
  return `[${shown.join(", ")}${list.length > 8 ? ", …" : ""}]`;
}

/** The options that are not as usual: "eps 0.001 momentum 0.2". */
export function describeUnusual(options: object, usual: object): string {
  const expected = new Map<string, unknown>(Object.entries(usual));
  const unusual = Object.entries(options).filter(
    ([name, value]) => value !== undefined && value !== expected.get(name),
  );
  return unusual.flat().join(" ");
}
