import results from "./results.schema.json" with { type: "json" };

/** As much of JSON Schema as bench/results.schema.json uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
}

interface Root extends Schema {
  readonly $defs: Readonly<Record<string, Schema>>;
}

const root: Root = results;

/** What of some JSON is not as the schema has it, a line each. */
export function faultsOf(value: unknown, schema: Schema = root, path = "$"): string[] {
  if (schema.$ref !== undefined) return faultsOf(value, root.$defs[schema.$ref.replace("#/$defs/", "")], path);
  const broken = rules.find(([rule, holds]) => rule in schema && !holds(value, schema))?.[0];
  if (broken !== undefined) return [`${path}: ${shorten(value)} against ${broken} ${JSON.stringify(schema[broken])}`];
  if (Array.isArray(value)) return value.flatMap((each, i) => faultsOf(each, schema.items, `${path}[${i}]`));
  if (typeof value !== "object" || value === null) return [];
  const { properties = {} } = schema;
  return Object.entries(value).flatMap(([name, each]) => {
    if (Object.hasOwn(properties, name)) return faultsOf(each, properties[name], `${path}.${name}`);
    return schema.additionalProperties === false ? [`${path}: ${name} is not known`] : [];
  });
}

type Rule = readonly [rule: keyof Schema, holds: (value: unknown, schema: Schema) => boolean];

/** A value is of the type by the time the rules after the first are asked. */
const rules: readonly Rule[] = [
  ["type", (value, { type }) => typesOf(value).includes(type!)],
  ["const", (value, schema) => value === schema.const],
  ["enum", (value, schema) => schema.enum!.includes(value)],
  ["pattern", (value, { pattern }) => new RegExp(pattern!).test(String(value))],
  ["minimum", (value, { minimum }) => Number(value) >= minimum!],
  ["maximum", (value, { maximum }) => Number(value) <= maximum!],
  ["minItems", (value, { minItems }) => (value as unknown[]).length >= minItems!],
  ["maxItems", (value, { maxItems }) => (value as unknown[]).length <= maxItems!],
  ["required", (value, { required }) => required!.every((name) => Object.hasOwn(value as object, name))],
];

function shorten(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function typesOf(value: unknown): string[] {
  if (Array.isArray(value)) return ["array"];
  if (value === null) return ["null"];
  return Number.isInteger(value) ? ["number", "integer"] : [typeof value];
}
