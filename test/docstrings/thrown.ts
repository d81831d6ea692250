import ts from "typescript";
import * as errors from "../../src/core/errors.ts";
import { docblockOf } from "./docblock.ts";
import { checker } from "./surface.ts";

/** They throw where the function that they are given is asynchronous, which inside the library it never is. */
const synchronous = ["scope", "noGrad", "enableGrad"];

/** Names of the library's error classes that the code under `start` throws, as far as reading shows: in a `throw` of its own
 *  or of a function of its file, or where a function that it calls says so in its docblock. What a `try` with a `catch`
 *  encloses is left out. */
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
    ts.forEachChild(node, visit);
  };
  const called = (call: ts.CallExpression | ts.NewExpression): void => {
    if (synchronous.includes(call.expression.getText())) return;
    const callee = checker.getResolvedSignature(call)?.declaration;
    if (callee === undefined || ts.isJSDocSignature(callee)) return;
    const { throws } = docblockOf([callee]);
    for (const name of throws) found.add(name);
    const body = "body" in callee ? callee.body : undefined;
    if (throws.size === 0 && body && callee.getSourceFile() === start.getSourceFile()) visit(body);
  };
  visit(start);
  return new Set([...found].filter((name) => Object.hasOwn(errors, name)));
}
