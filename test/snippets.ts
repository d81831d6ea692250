import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = new URL("../", import.meta.url);

/** The pages of the documentation, relative to the repository. */
export const pages = [
  "README.md",
  ...readdirSync(new URL("docs/", root), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !/^(\.vitepress|api)\//.test(file))
    .map((file) => `docs/${file}`)
    .sort(),
];

export const readPage = (page: string) => readFileSync(new URL(page, root), "utf8");

export interface Snippet {
  readonly page: string;
  /** Where it begins in the page, from 1 on. */
  readonly line: number;
  readonly code: string;
  /** What it prints: a block of text right behind it. */
  readonly printed: string | undefined;
}

/** The page's blocks of TypeScript. */
export function snippetsOf(page: string): Snippet[] {
  const text = readPage(page);
  return [...text.matchAll(/```ts\n(.*?)```\n(?:\n```text\n(.*?)```)?/gs)].map(({ 1: code, 2: printed, index }) => ({
    page,
    line: text.slice(0, index).split("\n").length + 1,
    code: code!,
    printed,
  }));
}

/** What snippets use: the declarations of the package and of the language, parsed once for all checks. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What the repository's TypeScript, strict as for the sources, finds wrong in snippets that use the built package. */
export function checkTypes(snippets: readonly Pick<Snippet, "page" | "line" | "code">[]): string[] {
  const folder = fileURLToPath(root);
  const { config } = ts.readConfigFile(`${folder}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, folder);
  const files = new Map(snippets.map((snippet, i) => [`${folder}snippet${i}.ts`, snippet]));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file)?.code ?? readFile(file);
  host.getSourceFile = (file, settings) => {
    const snippet = files.get(file);
    if (snippet) return ts.createSourceFile(file, snippet.code, settings);
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, settings));
    return parsed.get(file);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, " ");
    const snippet = files.get(file?.fileName ?? "");
    if (snippet === undefined) return `${file?.fileName}: ${message}`;
    return `${snippet.page}:${snippet.line + file!.getLineAndCharacterOfPosition(start!).line}: ${message}`;
  });
}
