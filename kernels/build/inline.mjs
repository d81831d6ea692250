// A transform of the AssemblyScript compiler: a function whose docblock says `@inline` is put in place where it is called.
// The compiler's own decorator is not valid TypeScript on functions, and no editor reads it.
import { Node, NodeKind } from "assemblyscript";
import { Transform } from "assemblyscript/transform";

const marked = /\/\*\*(?:(?!\*\/)[\s\S])*@inline\b(?:(?!\*\/)[\s\S])*\*\/\s*(?:export\s+)?$/;

export default class extends Transform {
  afterParse(parser) {
    for (const { statements, text } of parser.sources) {
      for (const node of statements) {
        if (node.kind !== NodeKind.FunctionDeclaration || !marked.test(text.slice(0, node.range.start))) continue;
        const inline = Node.createIdentifierExpression("inline", node.range);
        node.decorators = [Node.createDecorator(inline, null, node.range)];
      }
    }
  }
}
