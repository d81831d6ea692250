import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { AlexgradError } from "../src/index.ts";
import { type Call, World } from "./torture/api/call.ts";
import { calls } from "./torture/api.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The source of each entry point, for Node. */
function sources(): string[] {
  const { exports } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
  const { ".": first, "./package.json": _, ...others } = exports;
  const types = [first, ...Object.values<Record<string, never>>(others)].map(
    (entry) => entry.types ?? entry.default.types,
  );
  return types.map((path: string) => path.replace("./dist/", root).replace(".d.ts", ".ts"));
}

/** Options, and those inside of them: names that there are, by where they are. */
interface Options {
  readonly names: readonly string[];
  readonly inside: ReadonlyMap<string, Options>;
}

interface Place {
  readonly name: string;
  /** Which argument the options are. */
  readonly index: number;
  readonly options: Options;
}

const deepest = 3;

function placesIn(files: readonly string[]): Place[] {
  const { config } = ts.readConfigFile(`${root}/tsconfig.json`, ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const places = new Map<string, Place>();

  function add(name: string, signatures: readonly ts.Signature[]): void {
    if (!Object.hasOwn(calls, name)) return;
    for (const signature of signatures) {
      const { declaration } = signature;
      if (declaration && ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) continue;
      if (signature.getReturnType().getProperty("stack")) continue;
      for (const [index, type] of parametersOf(signature).entries()) {
        const options = optionsOf(type, 0);
        if (options !== null) places.set(`${name} ${index}`, { name, index, options });
      }
    }
  }

  function parametersOf({ parameters }: ts.Signature): ts.Type[] {
    return parameters.flatMap((parameter) => {
      const type = checker.getTypeOfSymbol(parameter);
      return checker.isTupleType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [type];
    });
  }

  /** An object, or objects of several kinds, some of whose properties may be left out, and none of which is a method. */
  function optionsOf(type: ts.Type, depth: number): Options | null {
    const nonNull = checker.getNonNullableType(type);
    const properties = (nonNull.isUnion() ? nonNull.types : [nonNull]).flatMap(propertiesOf);
    if (depth === deepest || !properties.some(({ flags }) => flags & ts.SymbolFlags.Optional)) return null;
    const inside = properties.flatMap((property) => {
      const type = checker.getNonNullableType(checker.getTypeOfSymbol(property));
      const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
      const found = optionsOf(checker.isArrayLikeType(type) && item !== undefined ? item : type, depth + 1);
      return found === null ? [] : [[property.name, found] as const];
    });
    return { names: [...new Set(properties.map(({ name }) => name))], inside: new Map(inside) };
  }

  function propertiesOf(type: ts.Type): ts.Symbol[] {
    const isObject = (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
    const isOpen = checker.getIndexInfosOfType(type).length > 0 || type.getCallSignatures().length > 0;
    if (!isObject || isOpen || type.isClass()) return [];
    const properties = type.getProperties();
    return properties.some(({ flags }) => flags & ts.SymbolFlags.Method) ? [] : properties;
  }

  for (const file of files) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
    for (const symbol of checker.getExportsOfModule(module)) {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if ((target.flags & ts.SymbolFlags.Value) === 0) continue;
      const type = checker.getTypeOfSymbol(target);
      add(symbol.name, [...type.getCallSignatures(), ...type.getConstructSignatures()]);
      const isClass = (target.flags & ts.SymbolFlags.Class) !== 0;
      for (const member of [
        ...(isClass ? checker.getDeclaredTypeOfSymbol(target).getProperties() : []),
        ...type.getProperties(),
      ]) {
        add(`${symbol.name}.${member.name}`, checker.getTypeOfSymbol(member).getCallSignatures());
      }
    }
  }
  return [...places.values()];
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** The same value with options that are there misspelt, one way for each place. */
function* misspellings(
  value: unknown,
  { names, inside }: Options,
  misspell: (name: string) => string,
): Generator<{ value: unknown; right: string; wrong: string; names: readonly string[] }> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      if (!isPlain(item)) continue;
      for (const inner of misspellings(item, { names, inside }, misspell))
        yield { ...inner, value: value.with(i, inner.value) };
    }
  }
  if (!isPlain(value)) return;
  for (const right of names) {
    const wrong = misspell(right);
    if (wrong !== "" && !names.includes(wrong))
      yield { value: { ...value, [wrong]: value[right] ?? 1 }, right, wrong, names };
  }
  for (const [name, options] of inside) {
    for (const inner of misspellings(value[name], options, misspell)) {
      yield { ...inner, value: { ...value, [name]: inner.value } };
    }
  }
}

const misspellers: readonly ((name: string, at: number) => string)[] = [
  (name, at) => name.slice(0, at) + name.slice(at + 1),
  (name, at) => name.slice(0, at) + [...name.slice(at, at + 2)].reverse().join("") + name.slice(at + 2),
  (name, at) => name.slice(0, at + 1) + name.slice(at),
  (name) => name.toUpperCase(),
  (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  (name) => `${name}s`,
];

const misspell = fc
  .record({ how: fc.constantFrom(...misspellers), where: fc.double({ min: 0, max: 0.999, noNaN: true }) })
  .map(
    ({ how, where }) =>
      (name: string) =>
        how(name, Math.floor(where * name.length)),
  );

/** What a right call does with another argument in one place: nothing, which is why the same call can be tried again. */
async function errorOf({ run, args }: Call, index: number, argument: unknown): Promise<unknown> {
  const rest = Array(Math.max(0, index - args.length));
  try {
    const result = await run([...args.slice(0, index), ...rest, argument, ...args.slice(index + 1)]);
    if (result instanceof Object && Symbol.asyncIterator in result)
      for await (const _ of result as AsyncIterable<unknown>);
  } catch (error) {
    return error;
  }
  return null;
}

/** What `opInfos` and `prepareData` make, to be handed on. */
const made = ["compareDevices 0", "prepareTraining 1"];

const places = placesIn(sources()).filter(({ name, index }) => !made.includes(`${name} ${index}`));

describe("an option that is misspelt", () => {
  it("may be one of many", () => {
    expect(places.length).toBeGreaterThan(100);
    const found = new Set(places.map(({ name }) => name));
    for (const name of ["sum", "Conv2d", "SGD", "StepLR", "cpu", "Loader", "readImageFolder", "Trainer"]) {
      expect(found).toContain(name);
    }
  });

  it.each(places.map((place) => [place.name, place.index, place] as const))(
    "is refused by %s, argument %i, which names the nearest",
    async (name, index, { options }) => {
      using world = new World();
      const call = await calls[name](world);
      const given = call.args[index] ?? {};
      await fc.assert(
        fc.asyncProperty(misspell, async (misspell) => {
          for (const { value, right, wrong, names } of misspellings(given, options, misspell)) {
            const error = await errorOf(call, index, value);
            const message = error instanceof AlexgradError ? error.message : `no: ${error}`;
            expect(message, `${wrong} for ${right}`).toMatch(/expected .*; got /);
            const [, got, nearest] = /got "?(.*?)"?(?: \((\w+)\?\))?$/.exec(message)!;
            expect([wrong, JSON.stringify(wrong)]).toContain(got);
            const among = /expected options among (.*); got /.exec(message)?.[1]?.split(", ") ?? [];
            if (among.includes(right)) expect(names, message).toContain(nearest);
          }
        }),
        { numRuns: 10 },
      );
    },
  );
});
