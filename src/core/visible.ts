/** Characters that a terminal obeys instead of showing them. Names from files may hold any. */
const obeyed = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu;

/** Text as a terminal may have it: escapes and marks of direction are spelt as in JSON, so that JSON stays the same. */
export function visible(text: string): string {
  return text.replace(obeyed, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** One line, whatever is in it. */
export function oneLine(text: string): string {
  return visible(text.replaceAll("\n", "\\n"));
}
