import { facts } from "../../widgets/checks/facts.ts";
import type { Plugin } from "./vite.ts";

/** What a page must know of the operators' checks is found while the site is built: it gets the result, not the table of
 *  operators and the catalog of bugs that it is made from. */
export function checkFacts(): Plugin {
  return {
    name: "check-facts",
    load(id) {
      return id.endsWith("/docs/widgets/checks/facts.ts") ? `export const facts = ${JSON.stringify(facts)};` : null;
    },
  };
}
