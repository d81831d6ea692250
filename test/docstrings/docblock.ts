import ts from "typescript";

/** What the docblocks of a declaration say, the way an editor reads them. */
export interface Docblock {
  readonly text: string;
  /** By the parameter's name, such as "x" or "options.lr". */
  readonly params: ReadonlyMap<string, string>;
  readonly returns: string | undefined;
  /** Names of the classes. */
  readonly throws: ReadonlySet<string>;
  readonly examples: readonly string[];
}

export function docblockOf(declarations: readonly ts.Node[]): Docblock {
  const tags = declarations.flatMap((each) => ts.getJSDocTags(each));
  const commentsOf = (...names: string[]) =>
    tags.filter((tag) => names.includes(tag.tagName.text)).map((tag) => textOf(tag.comment));
  const blocks = declarations.flatMap((each) => ts.getJSDocCommentsAndTags(each)).filter(ts.isJSDoc);
  return {
    text: blocks.map(({ comment }) => textOf(comment)).join("\n"),
    params: new Map(tags.filter(ts.isJSDocParameterTag).map(({ name, comment }) => [name.getText(), textOf(comment)])),
    returns: commentsOf("returns")[0],
    throws: new Set(commentsOf("throws").flatMap((text) => text.match(/\b[A-Z]\w*Error\b/g) ?? [])),
    examples: commentsOf("example"),
  };
}

function textOf(comment: string | ts.NodeArray<ts.JSDocComment> | undefined): string {
  return ts.getTextOfJSDocComment(comment)?.trim() ?? "";
}
