import { describe, expect, it } from "vitest";
import { widget as activationWidget } from "../../../docs/widgets/activation/index.ts";
import * as activation from "../../../docs/widgets/activation/parts.ts";
import * as activationState from "../../../docs/widgets/activation/state.ts";
import { widget as broadcastingWidget } from "../../../docs/widgets/broadcasting/index.ts";
import * as broadcasting from "../../../docs/widgets/broadcasting/parts.ts";
import * as broadcastingState from "../../../docs/widgets/broadcasting/state.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn, type Selectable, type Widget } from "../../../docs/widgets/core/widget.ts";
import { widget as im2colWidget } from "../../../docs/widgets/im2col/index.ts";
import * as im2col from "../../../docs/widgets/im2col/parts.ts";
import * as im2colState from "../../../docs/widgets/im2col/state.ts";
import { widget as linearWidget } from "../../../docs/widgets/linear/index.ts";
import * as linearParts from "../../../docs/widgets/linear/parts.ts";
import * as linearState from "../../../docs/widgets/linear/state.ts";
import { widget as reductionWidget } from "../../../docs/widgets/reduction/index.ts";
import * as reduction from "../../../docs/widgets/reduction/parts.ts";
import * as reductionState from "../../../docs/widgets/reduction/state.ts";
import * as softmaxBugs from "../../../docs/widgets/softmax/bugs.ts";
import { widget as softmaxWidget } from "../../../docs/widgets/softmax/index.ts";
import * as softmaxParts from "../../../docs/widgets/softmax/parts.ts";
import * as softmaxState from "../../../docs/widgets/softmax/state.ts";
import { expectContributions } from "./parts.ts";

const stateOf = <S extends Selectable>({ fields }: Widget<S>, text: string): S =>
  readState(fields, text, initialState(fields));

interface Subject {
  readonly name: string;
  readonly modes: readonly string[];
  /** The tensor that is given a NaN. */
  readonly nan: string;
  /** Besides the modes. */
  readonly states: readonly string[];
  /** Modes in which something is summed. */
  readonly summed: readonly string[];
  draw(text: string): string;
  parts(text: string): ReturnType<typeof linearParts.partsOf>;
  verdict(text: string): Promise<string>;
  readonly bugs: number;
  /** Each with the words of its refusal. */
  readonly refused: readonly (readonly [string, string])[];
}

const subject = <S extends Selectable>(
  widget: Widget<S>,
  modes: readonly string[],
  parts: (s: S) => readonly unknown[],
  rest: Pick<Subject, "states" | "nan" | "summed" | "bugs" | "refused">,
): Subject => ({
  name: widget.name,
  modes,
  draw: (text) => drawn(widget, text),
  parts: (text) => parts(stateOf(widget, text)) as ReturnType<typeof linearParts.partsOf>,
  verdict: (text) => widget.later!(stateOf(widget, text))!,
  ...rest,
});

const subjects: readonly Subject[] = [
  subject(linearWidget, linearState.modes, linearParts.partsOf, {
    nan: "x",
    states: [
      "",
      "n=1",
      "bias=no",
      "in=6&out=6&n=5",
      "in=1&out=1",
      "corner=w",
      "x=ramp&weight=sobel",
      "n=4&bias=no&corner=w",
      "dy=ones",
      "x=checkerboard&v=onehot",
    ],
    summed: ["forward", "by-x", "by-w", "step", "second", "broken"],
    bugs: linearParts.bugs.length,
    refused: [
      ["n=0", "expected a whole number"],
      ["x=ramp;0,0:", "an empty field"],
    ],
  }),
  subject(broadcastingWidget, broadcastingState.modes, broadcasting.partsOf, {
    nan: "a",
    states: [
      "",
      "op=add",
      "op=sub",
      "a0=2&a1=3&a2=1&b1=1&b2=4",
      "a1=0&a2=0&b1=2&b2=3",
      "b2=1",
      "b1=3&b2=1&op=sub",
      "a0=2&a1=1&a2=1",
      "a=ramp&b=ones",
      "op=add&b1=0&b2=0",
    ],
    summed: ["forward", "by-a", "by-b", "second", "broken"],
    bugs: broadcasting.bugs.length,
    refused: [
      ["a2=2&b2=3", "mul:"],
      ["a1=4&b1=3&op=add", "add:"],
      ["op=div", "expected one of"],
    ],
  }),
  subject(reductionWidget, reductionState.modes, reduction.partsOf, {
    nan: "x",
    states: [
      "",
      "op=mean",
      "op=variance",
      "op=variance&correction=1&axis=0",
      "op=max",
      "op=max&x=ties",
      "op=max&x=ties&axis=all",
      "op=mean&axis=all&keep=yes",
      "op=variance&axis=all",
      "axis=0&keep=yes&h=6&w=2",
    ],
    summed: ["forward", "by-x", "second"],
    bugs: reduction.bugs.length,
    refused: [
      ["op=variance&correction=4", "variance: expected more elements than the correction"],
      ["axis=2", "expected one of"],
    ],
  }),
  subject(softmaxWidget, softmaxState.modes, softmaxParts.partsOf, {
    nan: "x",
    states: [
      "",
      "n=1",
      "n=3",
      "classes=6",
      "smoothing=1",
      "smoothing=10",
      "weighted=yes",
      "n=3&l1=-1&weighted=yes&smoothing=3",
      "l0=-1&n=3",
      "x=ramp&n=3&classes=2&l0=1",
    ],
    summed: ["forward", "jacobian", "loss", "second"],
    bugs: softmaxBugs.bugs.length,
    refused: [
      ["mode=loss&l0=4", "crossEntropy: expected labels from 0 to 2; got 4"],
      ["l0=-2", "expected a whole number"],
    ],
  }),
  subject(im2colWidget, im2colState.modes, im2col.partsOf, {
    nan: "x",
    states: [
      "",
      "p=1",
      "s=2&p=1",
      "c=2&d=2&h=6&w=5",
      "kh=1&kw=1&c=3",
      "kh=4&kw=4",
      "k=4&kh=2&kw=3",
      "s=3&p=2",
      "h=6&w=6&s=2",
      "c=3&h=3&w=3&kh=2&kw=2",
    ],
    summed: ["windows", "product", "back"],
    bugs: 0,
    refused: [
      ["s=0", "conv2d: "],
      ["h=2", "conv2d: "],
    ],
  }),
  subject(activationWidget, activationState.modes, activation.partsOf, {
    nan: "z",
    states: [
      "",
      "f=leakyRelu",
      "f=tanh",
      "f=sigmoid",
      "f=clamp",
      "f=abs",
      "x=0",
      "f=abs&x=0",
      "f=leakyRelu&slope=-50&x=-1",
      "f=clamp&x=2",
    ],
    summed: ["units", "broken"],
    bugs: activation.bugs.length,
    refused: [
      ["f=clamp&min=3&max=1", "clamp: expected min ≤ max; got 3 and 1"],
      ["x=", "an empty field"],
    ],
  }),
];

describe.each(subjects)("$name", ({ modes, states, nan, summed, draw, parts, verdict, bugs, refused }) => {
  it("draws every mode of ten states, NaN too", () => {
    for (const state of [...states, `${nan}=nan`]) {
      for (const mode of modes) expect(draw(`${state}&mode=${mode}`)).toContain('role="status"');
    }
  });

  it("contributions add up to what the library computes", () => {
    for (const state of states) for (const mode of summed) expectContributions(parts(`${state}&mode=${mode}`));
  });

  it.each(refused)("is refused in the library's words: %s", (state, words) => {
    expect(() => draw(state)).toThrow(words);
  });

  it("shows a wrong cell for every bug, and what the checker says", async () => {
    for (let bug = 0; bug < bugs; bug++) {
      const html = draw(`mode=broken&bug=${bug}`);
      expect([bug, html]).toEqual([bug, expect.stringMatching(/class="[^"]*wrong/)]);
      expect([bug, await verdict(`mode=broken&bug=${bug}`)]).toEqual([bug, expect.stringContaining("rejects it")]);
    }
  });
});
