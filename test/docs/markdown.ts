/** Markdown without its blocks of code and its code in the line. */
export const withoutCode = (text: string) =>
  text.replace(/^( *)(```+|~~~+).*?^\1\2 *$/gms, "").replace(/(?<!`)(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, "");
