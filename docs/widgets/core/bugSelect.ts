import type { Bug } from "../../museum/bug.ts";
import { core as words } from "../words/en/core.ts";
import { select } from "./controls.ts";

/** Which of some seeded bugs; the field is called `bug`. */
export function bugSelect(bugs: readonly Bug[], bug: Bug): string {
  const options = bugs.map((_, i) => String(i));
  const names = Object.fromEntries(bugs.map(({ name }, i) => [String(i), name]));
  return select("bug", words.bug, String(bugs.indexOf(bug)), { options }, names);
}
