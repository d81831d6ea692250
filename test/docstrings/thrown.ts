import ts from "typescript";
import * as errors from "../../src/core/errors.ts";
import { docblockOf } from "./docblock.ts";
import { allExports, checker } from "./surface.ts";

const exported = new Set<ts.Node>(allExports().flatMap(({ declarations }) => declarations));

/** What it is given to run throws as a FormatError. */
const translators = ["naming"];

/** Names of the library's error classes that the code under `start` throws, as far as reading shows: in a `throw` of its own
 *  or of a function of its file, or where a function that it calls says so in its docblock. Left out are what a `try` with
 *  a `catch` encloses, and what users can call too: the library calls that with what it takes. */
export function thrownBy(start: ts.Node): Set<string> {
  const found = new Set<string>();
  const seen = new Set<ts.Node>();
  const visit = (node: ts.Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (ts.isTryStatement(node) && node.catchClause) {
      visit(node.catchClause);
      return;
    }
    if (ts.isThrowStatement(node) && ts.isNewExpression(node.expression)) {
      found.add(node.expression.expression.getText());
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) called(node);
    if (ts.isCallExpression(node) && translators.includes(node.expression.getText())) return;
    ts.forEachChild(node, visit);
  };
  const called = (call: ts.CallExpression | ts.NewExpression): void => {
    const callee = checker.getResolvedSignature(call)?.declaration;
    if (callee === undefined || ts.isJSDocSignature(callee)) return;
    if (exported.has(callee) || exported.has(callee.parent)) return;
    const { throws } = docblockOf([callee]);
    for (const name of throws) found.add(name);
    const body = "body" in callee ? callee.body : undefined;
    if (throws.size === 0 && body && callee.getSourceFile() === start.getSourceFile()) visit(body);
  };
  visit(start);
  return new Set([...found].filter((name) => Object.hasOwn(errors, name)));
}
