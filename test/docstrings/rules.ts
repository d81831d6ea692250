import ts from "typescript";
import * as errors from "../../src/core/errors.ts";
import { type Docblock, docblockOf } from "./docblock.ts";
import { checker, type Export, program, root } from "./surface.ts";
import { thrownBy } from "./thrown.ts";

/** Said once, at the classes themselves: any function throws them for a value that is not of the type that it takes, or for
 *  a tensor that was disposed. */
const implied = ["ArgumentError", "DisposedError"];

/** What an export's docblock lacks, in words. */
export function faultsOf({ name, file, symbol, declarations }: Export): string[] {
  const [first] = declarations;
  const doc = docblockOf(declarations.flatMap((each) => [each, ...constructorsOf(each)]));
  const faults: string[] = [];
  if (!doc.text) faults.push("no docblock");
  const unknown = [...doc.throws].filter((error) => !Object.hasOwn(errors, error));
  faults.push(...unknown.map((error) => `@throws ${error}, which the library does not have`));
  if (first !== undefined && ts.isInterfaceDeclaration(first) && name.endsWith("Options")) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    faults.push(...type.getProperties().flatMap((field) => faultsOfOption(field, field.name, undefined)));
  }
  if (first !== undefined && ts.isClassDeclaration(first)) faults.push(...faultsOfClass(first, doc));
  else faults.push(...faultsOfFunction(first, declarations, doc, file.startsWith("src/ops/")));
  return faults.map((fault) => `${file} ${name}: ${fault}`);
}

function constructorsOf(node: ts.Node): ts.Node[] {
  return ts.isClassDeclaration(node) ? node.members.filter(ts.isConstructorDeclaration) : [];
}

function faultsOfClass(type: ts.ClassDeclaration, doc: Docblock): string[] {
  const faults: string[] = [];
  const isError = type.heritageClauses?.some(({ types }) => types[0]?.expression.getText() === "AlexgradError");
  // An error is met, not made: the example of its base is for all of them.
  if (!isError) faults.push(...faultsOfExamples(doc));
  for (const maker of type.members.filter(ts.isConstructorDeclaration)) {
    if (isError || ts.getCombinedModifierFlags(maker) & ts.ModifierFlags.NonPublicAccessibilityModifier) continue;
    faults.push(...parametersOf(maker).flatMap((parameter) => faultsOfParameter(parameter, doc)));
    faults.push(...faultsOfThrows(maker, doc));
  }
  for (const member of type.members) {
    if (ts.isConstructorDeclaration(member) || !isPublic(member)) continue;
    const own = docblockOf([member]);
    const name = member.name!.getText();
    const isSetter = ts.isSetAccessorDeclaration(member);
    if (!own.text && own.returns === undefined && !isSetter) faults.push(`${name}: no docblock`);
    const throws = docblockOf(type.members.filter((other) => other.name?.getText() === name)).throws;
    faults.push(...faultsOfThrows(member, { ...own, throws }).map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

function isPublic(member: ts.ClassElement): boolean {
  const hidden = ts.ModifierFlags.NonPublicAccessibilityModifier | ts.ModifierFlags.Override;
  const flags = ts.getCombinedModifierFlags(member);
  return member.name !== undefined && /^\w+$/.test(member.name.getText()) && !(flags & hidden);
}

function faultsOfFunction(
  first: ts.Declaration | undefined,
  declarations: readonly ts.Declaration[],
  doc: Docblock,
  isOperator: boolean,
): string[] {
  if (first === undefined || ts.isInterfaceDeclaration(first) || ts.isTypeAliasDeclaration(first)) return [];
  const [signature] = checker.getTypeAtLocation(first).getCallSignatures();
  if (signature === undefined) return [];
  const faults = [...faultsOfExamples(doc)];
  const bodies = declarations.filter((each) => !ts.isFunctionDeclaration(each) || each.body !== undefined);
  const overloads = declarations.filter((each) => !bodies.includes(each));
  const visible = overloads.length > 0 ? overloads : declarations;
  faults.push(...overloads.filter((each) => !docblockOf([each]).text).map(() => "a signature without a docblock"));
  const parameters = visible.flatMap(parametersOf);
  faults.push(...parameters.flatMap((parameter) => faultsOfParameter(parameter, doc)));
  for (const body of bodies) faults.push(...faultsOfThrows(body, doc));
  faults.push(...faultsOfResult(signature.getReturnType(), doc));
  if (isOperator) faults.push(...faultsOfOperator(parameters, doc));
  return [...new Set(faults)];
}

/** Where an operator is checked does not matter: two tensors may not fit each other, and options may be wrong. */
function faultsOfOperator(parameters: readonly Parameter[], { text, throws }: Docblock): string[] {
  const faults: string[] = [];
  if (!/[=≈]/.test(text)) faults.push("no formula");
  if (!/Source: \S/.test(text)) faults.push("no source of the formula");
  const tensors = parameters.filter(({ type }) => type === undefined || isTensor(type));
  if (tensors.length > 1 && !throws.has("ShapeError")) faults.push("no @throws ShapeError");
  if (parameters.some(isOptions) && !throws.has("OptionError")) faults.push("no @throws OptionError");
  return faults;
}

interface Parameter {
  readonly name: string;
  /** Left out for an input of an `Op`: a tensor. */
  readonly type?: ts.Type;
}

/** A function's own, or those of the type that a constant has. */
function parametersOf(node: ts.Node): readonly Parameter[] {
  const op = parametersOfOp(node);
  if (op !== undefined) return op;
  const [signature] = checker.getTypeAtLocation(node).getCallSignatures();
  const own = ts.isFunctionLike(node) ? node.parameters : (signature?.declaration?.parameters ?? []);
  return own.map((each) => ({
    name: each.name.getText(),
    type: checker.getNonNullableType(checker.getTypeAtLocation(each)),
  }));
}

/** Those of an `Op<["x"], Options>`, or of a type that is another name of one; undefined for other functions. */
function parametersOfOp(node: ts.Node): Parameter[] | undefined {
  const written = ts.isVariableDeclaration(node) ? node.type : undefined;
  const alias = checker.getTypeAtLocation(node).aliasSymbol?.declarations?.find(ts.isTypeAliasDeclaration);
  const op = [written, alias?.type].find((type) => type?.getText().startsWith("Op<"));
  const [names, options] = op && ts.isTypeReferenceNode(op) ? (op.typeArguments ?? []) : [];
  if (names === undefined || !ts.isTupleTypeNode(names)) return undefined;
  const inputs = names.elements.map((name): Parameter => ({ name: name.getText().replace(/["?]/g, "") }));
  return options ? [...inputs, { name: "options", type: checker.getTypeFromTypeNode(options) }] : inputs;
}

function faultsOfParameter(parameter: Parameter, doc: Docblock): string[] {
  const { name, type } = parameter;
  if (isOptions(parameter)) {
    return parameter.type.getProperties().flatMap((field) => faultsOfOption(field, `${name}.${field.name}`, doc));
  }
  const text = doc.params.get(name);
  if (!text) return [`no @param ${name}`];
  return (type === undefined || isTensor(type)) && !saysShape(text) ? [`@param ${name} without a shape`] : [];
}

function isOptions(parameter: Parameter): parameter is Required<Parameter> {
  return parameter.type !== undefined && /^(options|settings)$/.test(parameter.name);
}

/** A field of options that are declared in the library says what it is, and what it is where it is left out. */
function faultsOfOption(field: ts.Symbol, name: string, doc: Docblock | undefined): string[] {
  const own = (field.declarations ?? []).filter((each) => isOurs(each));
  if (own.length === 0) return [];
  const text = doc?.params.get(name) ?? docblockOf(own).text;
  if (!text) return [`${name}: no docblock`];
  const isOptional = (field.flags & ts.SymbolFlags.Optional) !== 0;
  return isOptional && !/\b(Default: \S|No default)/.test(text) ? [`${name}: no default`] : [];
}

function faultsOfThrows(body: ts.Node, { throws }: Docblock): string[] {
  const missing = [...thrownBy(body)].filter((name) => !throws.has(name) && !implied.includes(name));
  return missing.map((name) => `no @throws ${name}`);
}

function faultsOfResult(type: ts.Type, { returns }: Docblock): string[] {
  const result = checker.getAwaitedType(type) ?? type;
  if (result.flags & (ts.TypeFlags.VoidLike | ts.TypeFlags.Never)) return [];
  if (!returns) return ["no @returns"];
  return isTensor(checker.getNonNullableType(result)) && !saysShape(returns) ? ["@returns without a shape"] : [];
}

function faultsOfExamples({ examples }: Docblock): string[] {
  return examples.length === 1 ? [] : [`${examples.length} examples`];
}

const isTensor = (type: ts.Type): boolean =>
  type.isUnion() ? type.types.some(isTensor) : type.symbol?.name === "Tensor";

const saysShape = (text: string) => /\[|\bshape|\bscalars?\b/.test(text);

const isOurs = (node: ts.Node) =>
  node.getSourceFile().fileName.startsWith(root) && !program.isSourceFileFromExternalLibrary(node.getSourceFile());
