import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The entry points of package.json, and the source of what Node gets there. */
export const entryPoints: Readonly<Record<string, string>> = {
  alexgrad: "src/index.ts",
  "alexgrad/cpu": "src/devices/cpu/index.node.ts",
  "alexgrad/gpu": "src/devices/gpu/index.node.ts",
  "alexgrad/device": "src/devices/index.node.ts",
  "alexgrad/data": "src/data/index.node.ts",
  "alexgrad/gradcheck": "src/gradcheck/index.ts",
  "alexgrad/train": "src/train/index.node.ts",
  "alexgrad/io": "src/io/index.node.ts",
  "alexgrad/onnx": "src/onnx/index.node.ts",
};

/** What a user can import. */
export interface Export {
  readonly name: string;
  /** Where it is declared, relative to the repository. */
  readonly file: string;
  readonly symbol: ts.Symbol;
  readonly declarations: readonly ts.Declaration[];
}

const sources = Object.values(entryPoints).map((file) => `${root}${file}`);

/** What the rules must find. */
const lacking = `${root}test/docstrings/lacking.ts`;

function optionsOf(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const paths = Object.fromEntries(Object.entries(entryPoints).map(([name, file]) => [name, [`${root}${file}`]]));
  return { ...options, paths };
}

const options = optionsOf();

export const program = ts.createProgram([...sources, lacking], options);
export const checker = program.getTypeChecker();

/** What is wrong in modules that import the package by its name, strict as for the sources; by the modules' names. */
export function typeFaults(modules: ReadonlyMap<string, string>): string[] {
  const files = new Map([...modules].map(([name, code], i) => [`${root}example${i}.ts`, { name, code }]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.code ?? readFile(file);
  host.getSourceFile = (file, settings) => {
    const text = files.get(file)?.code;
    return program.getSourceFile(file) ?? ts.createSourceFile(file, text ?? readFile(file) ?? "", settings);
  };
  const checked = ts.createProgram([...sources, ...files.keys()], options, host, program);
  return [...files].flatMap(([file, { name }]) =>
    ts
      .getPreEmitDiagnostics(checked, checked.getSourceFile(file))
      .map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`),
  );
}

/** Every export of every entry point, once. */
export const allExports = () => exportsOf(sources);

/** Methods and fields of an export's instances at which an editor shows nothing. */
export function silentMembers({ symbol }: Export): string[] {
  const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
  return members
    .filter(({ name }) => /^[a-z]/.test(name))
    .filter((member) => member.getDocumentationComment(checker).length === 0)
    .map(({ name }) => name);
}

export const lackingExports = () => exportsOf([lacking]);

function exportsOf(files: readonly string[]): Export[] {
  const found = new Map<ts.Symbol, Export>();
  const visit = (module: ts.Symbol, prefix: string): void => {
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const name = `${prefix}${exported.name}`;
      if (symbol.flags & ts.SymbolFlags.ValueModule) {
        visit(symbol, `${name}.`);
        continue;
      }
      const declarations = symbol.declarations ?? [];
      const file = relative(root, declarations[0]!.getSourceFile().fileName);
      found.set(symbol, { name, file, symbol, declarations });
    }
  };
  for (const source of files) visit(checker.getSymbolAtLocation(program.getSourceFile(source)!)!, "");
  return [...found.values()];
}
