import { AlexgradError, ArgumentError, FormatError, OptionError } from "../../../src/core/errors.ts";
import { judgeMessage, type Verdict } from "../outcome.ts";
import { type Abuse, Thrown } from "./abuse.ts";
import type { Call } from "./call.ts";

/** They read or write files or make data sets: what the system says of files, and what has no room, comes through. */
const ofFiles = /^(load|open|read|save|write)[A-Z]|^Run\b|^prepareData$|^decode(Safetensors|Pth)$|^builtin/;

/** "who: what", said by us; or what the caller's own function threw. */
export function judgeCall(error: unknown, name: string, call: Call, { what }: Abuse): Verdict {
  if (error instanceof Thrown) return { outcome: "clear error", detail: error.message };
  const isOfFiles = ofFiles.test(name);
  if (isOfFiles && error instanceof Error && "syscall" in error) return judgeMessage(error.message, []);
  if (!(error instanceof AlexgradError)) return { outcome: "raw error", detail: describeRaw(error) };
  const detail = `${error.name}: ${error.message}`;
  const unclear = (what: string): Verdict => ({ outcome: "unclear error", detail: `${what}: ${detail}` });
  if (error instanceof FormatError && !isOfFiles) return unclear("of a file");
  if (!(error instanceof FormatError || /^[^:]+: \S/.test(error.message))) return unclear("nobody speaks");
  if (error instanceof FormatError) return judgeMessage(detail, []);
  if (!speaks(error.message, name)) return unclear("another speaks");
  const isOfArgument = error instanceof ArgumentError || error instanceof OptionError;
  if (!isOfArgument || /expected .+; got |no such recipe/.test(error.message)) return judgeMessage(detail, []);
  const places = placesOf(what, call);
  const isNamed = places.length === 0 || places.some((place) => error.message.includes(place));
  return isNamed ? judgeMessage(detail, []) : unclear("no argument is named");
}

/** Who may speak in another's place: a device, a seed's stream, a class for what it inherits, a function for what it hands
 *  on. */
const delegates: readonly (readonly [name: RegExp, speakers: RegExp])[] = [
  [/./, /^(reference|cpu|rng.*|cannot write .*)$/],
  [/^(Module|Optimizer|Sequential)/, /^(linear|batchnorm1d|sequential|sgd|relu)/],
  [/^(gradcheck|compareGradients|gradcheckParameters|compareParameters)$/, /^(gradcheck|compareparameters)/],
  [/^(glorot|he|fanIn)(Normal|Uniform)$/, /^an initializer$/],
  [/Pipeline$/, /^cropsize$/],
  [/^(zeros|ones|rand|randn)$/, /^full$/],
  [/^(summarize|buildModel|encodeOnnx|recipe.*)$/, /^(modeltable|recipetable)$/],
  [/^save(Safetensors|Onnx)$/, /^(encode(safetensors|onnx)|modeltable)$/],
  [/^findRecipe$/, /^no such recipe$/],
  [/^(makeTransform|computeStatistics)$/, /^(transforms|channelstatistics)/],
  [/^(computeGradients|train|Trainer.*|lrFind|evaluate)$/, /^(linear|train|conv2d|reshape|tensor|crossentropy)/],
  [/^(DepthwiseSeparableConv2d|Linear)$/, /^(conv2d\.|tensor$)/],
  [/^Run\.saveBest$/, /^encodesafetensors$/],
  [/^buildModel$/, /^small/],
  [/^recipe(Model|Table|Optimizer)$/, /^(buildmodel|alexnetsmall|with.*)$/],
  [/^compare(Gradients|Parameters)$/, /^(backward|grad)$/],
  [/^variance$/, /^mean$/],
  [/^(crossEntropy|mseLoss|nllLoss)$/, /^(logsoftmax|nllloss|sub|pick)$/],
  [/^evalViews$/, /^ten-crop$/],
  [/^(fitSquare|transpose)$/, /^(resize|permute)$/],
  [/^(he|glorot)/, /^fansof$/],
  [/^lrFind$/, /^computegradients$/],
  [/^makeSchedule$/, /lr$/],
  [/^makeTransform$/, /^(random|crop|resize|scale)/],
  [/^PrefetchLoader/, /^(maketransform|transforms|random|crop|resize|scale)/],
  [/^(Tensor\.)?flatten$/, /^reshape$/],
  [/^prepareData$/, /^loaddataset$/],
  [/^(Flatten|Softmax)$/, /^(reshape|flatten|softmax)$/],
  [/^(customGradient|noGrad|Tensor\.registerHook)$/, /^backward/],
];

/** Whether who speaks in the message is what was called, or has a part of its name. */
function speaks(message: string, name: string): boolean {
  const who = message.slice(0, message.indexOf(":")).toLowerCase();
  const isOwn = name
    .toLowerCase()
    .split(".")
    .some((part) => who.includes(part) || part.includes(who));
  return isOwn || delegates.some(([names, speakers]) => names.test(name) && speakers.test(who));
}

/** What a message may call the argument that was made wrong; none where it was not one alone. */
function placesOf(what: string, { target }: Call): string[] {
  const [, index, path = ""] = /^argument (\d+)(.*?): /.exec(what) ?? [];
  const keys = path.split(/[.[\]]/).filter((key) => /^[a-z]\w+$/i.test(key));
  const parameters = /\(([^)]*)\)/.exec(String(target))?.[1]?.split(",") ?? [];
  const parameter = /^\s*(\w+)/.exec(parameters[Number(index)] ?? "")?.[1];
  return [...keys, ...(parameter ? [parameter] : [])];
}

function describeRaw(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const place = error.stack?.split("\n").find((line) => line.includes("/src/")) ?? "";
  return `${error} ${place.trim()}`;
}
