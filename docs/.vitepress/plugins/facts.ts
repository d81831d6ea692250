import { bugs } from "../../playground/page/bugs.ts";
import { facts } from "../../widgets/checks/facts.ts";
import { netNames, nets } from "../../widgets/nets/facts.ts";
import type { Plugin } from "./vite.ts";

/** By module, what it exports. */
const modules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "/docs/playground/page/bugs.ts": { bugs },
  "/docs/widgets/checks/facts.ts": { facts },
  "/docs/widgets/nets/facts.ts": { netNames, nets },
};

/** What a page must know of the library's tables is found while the site is built: it gets the result, not the operators, bugs and
 *  networks that it is made from. */
export function factModules(): Plugin {
  return {
    name: "facts",
    load(id) {
      const found = Object.keys(modules).find((path) => id.endsWith(path));
      if (found === undefined) return null;
      const lines = Object.entries(modules[found]!).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
      );
      return lines.join("\n");
    },
  };
}
