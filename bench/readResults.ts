import { FormatError } from "../src/core/errors.ts";
import type { Results } from "./results.ts";
import { faultsOf } from "./schema.ts";

/** Reads what `alexgrad bench --json` prints: whatever comes from a file is as `Results` says, so that it can be shown.
 *  @param who the file's name.
 *  @throws FormatError if it is something else. */
export function parseResults(text: string, who: string): Results {
  const results = parse(text, who);
  const [fault] = faultsOf(results);
  if (fault !== undefined)
    throw new FormatError(who, `expected results as alexgrad bench --json prints them; got ${fault}`);
  return results;
}

function parse(text: string, who: string): Results {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FormatError(who, "expected results as alexgrad bench --json prints them; got no JSON", { cause });
  }
}
