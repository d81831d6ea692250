import { Comment, Context, Converter, ParameterReflection, ReflectionFlag, ReflectionKind } from "typedoc";
import { MarkdownPageEvent } from "typedoc-plugin-markdown";

/** By their paths in src: what a program imports. */
const entries = new Map([
  ["index", "alexgrad"],
  ["devices/cpu/index.browser", "alexgrad/cpu"],
  ["devices/gpu/index.browser", "alexgrad/gpu"],
  ["devices/index.browser", "alexgrad/device"],
  ["data/index.node", "alexgrad/data"],
  ["gradcheck", "alexgrad/gradcheck"],
  ["train/index.node", "alexgrad/train"],
  ["io/index.node", "alexgrad/io"],
  ["onnx/index.node", "alexgrad/onnx"],
]);

export function load(app) {
  showOperatorsAsFunctions();
  app.converter.on(
    Converter.EVENT_RESOLVE_BEGIN,
    (context) => {
      for (const entry of context.project.children) entry.name = entries.get(entry.name) ?? entry.name;
      for (const owner of context.project.getReflectionsByKind(ReflectionKind.All)) {
        shareParameters(owner);
        escapeBrackets(owner.comment);
      }
      for (const signature of context.project.getReflectionsByKind(ReflectionKind.CallSignature)) {
        nameParameters(context, signature);
        dropForeignParameters(signature);
      }
    },
    1000,
  );
  app.renderer.on(MarkdownPageEvent.END, (page) => {
    // Lines of a docblock stand two spaces behind their star; Markdown is told of one too many.
    page.contents = page.contents.replace(/^ /gm, "");
  });
}

/** Operators are constants whose type is a function's. */
function showOperatorsAsFunctions() {
  const { getComment } = Context.prototype;
  Context.prototype.getComment = function (symbol, kind) {
    const comment = getComment.call(this, symbol, kind);
    const callable =
      kind === ReflectionKind.Variable && this.checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0;
    if (callable) comment?.modifierTags.add("@function");
    return comment;
  };
}

/** What overloads have in common says what their parameters are. */
function shareParameters({ signatures, comment }) {
  const params = comment?.getTags("@param") ?? [];
  if (params.length === 0 || !(signatures?.length > 1)) return;
  for (const signature of signatures)
    signature.comment ??= new Comment(
      [],
      params.map((tag) => tag.clone()),
    );
  comment.removeTags("@param");
}

/** "<name>.weight" is no element. Indented lines are code already. */
function escapeBrackets(comment) {
  const parts = [...(comment?.summary ?? []), ...(comment?.blockTags ?? []).flatMap(({ content }) => content)];
  for (const part of parts) {
    if (part.kind === "text") part.text = part.text.replace(/^(?! {5}).*$/gm, (line) => line.replaceAll("<", "\\<"));
  }
}

/** (...args: [Tensor, options?: Options]), which is an operator's type, as (x, options?): the docstring has the names. */
function nameParameters(context, signature) {
  const [rest] = signature.parameters ?? [];
  if (rest?.type?.type !== "tuple" || !rest.flags.isRest) return;
  const documented = namesIn(commentOf(signature)).slice(isMethod(signature) ? 1 : 0);
  const names = rest.type.elements.map((element, i) => documented[i] ?? element.name);
  if (names.includes(undefined)) return;
  const parameters = rest.type.elements.map((element, i) => {
    const named = element.type === "namedTupleMember";
    const parameter = new ParameterReflection(names[i], ReflectionKind.Parameter, signature);
    parameter.type = named ? element.element : element;
    parameter.setFlag(ReflectionFlag.Optional, named && element.isOptional);
    return parameter;
  });
  context.project.removeReflection(rest);
  signature.parameters = parameters;
  for (const parameter of parameters) context.registerReflection(parameter, undefined, undefined);
}

/** A method's docstring is its operator's, whose first parameter is what the method is called on. */
function dropForeignParameters(signature) {
  const comment = commentOf(signature);
  if (comment === undefined) return;
  const known = new Set(signature.parameters?.map(({ name }) => name));
  comment.blockTags = comment.blockTags.filter(({ tag, name }) => tag !== "@param" || known.has(name.split(".")[0]));
}

/** A method of Tensor is a property of the operator's type, less its first parameter. */
const isMethod = ({ parent }) =>
  parent.kindOf(ReflectionKind.TypeLiteral) && parent.parent.kindOf(ReflectionKind.Property);

const commentOf = (signature) =>
  signature.comment ?? signature.parent.comment ?? (isMethod(signature) ? signature.parent.parent.comment : undefined);

const namesIn = (comment) =>
  (comment?.getTags("@param") ?? []).map(({ name }) => name).filter((name) => !name.includes("."));
