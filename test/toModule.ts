import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import ts from "typescript";

const { resolve } = createRequire(import.meta.url);

/** A snippet as the address of a JavaScript module, with the package's own name resolved as a user's would be, to what was
 *  built. */
export function toModule(snippet: string): string {
  const code = ts.transpile(snippet, { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext });
  const linked = code.replace(/from "(alexgrad[^"]*)"/g, (_, name) => `from "${pathToFileURL(resolve(name))}"`);
  return `data:text/javascript;base64,${Buffer.from(linked).toString("base64")}`;
}
