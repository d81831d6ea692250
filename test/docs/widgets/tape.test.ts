import { readFileSync } from "node:fs";
import { format } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import data from "../../../docs/gradients/tape.data.ts";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { values } from "../../../docs/widgets/core/library.ts";
import { draw, drawn, drawnPlain, refusal } from "../../../docs/widgets/core/widget.ts";
import { widget } from "../../../docs/widgets/tape/index.ts";
import { programNames } from "../../../docs/widgets/tape/programs.ts";
import { leavesOf, record } from "../../../docs/widgets/tape/record.ts";
import { modes, type State } from "../../../docs/widgets/tape/state.ts";
import { type Event, type Frame, trace } from "../../../docs/widgets/tape/trace.ts";
import { backward, grad } from "../../../src/core/backward.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import { sum } from "../../../src/ops/index.ts";
import { checkTypes } from "../../snippets.ts";
import { toModule } from "../../toModule.ts";

type Pull = Extract<Event, { kind: "pull" }>;

const start = initialState(widget.fields);
const stateOf = (change: Partial<State>): State => ({ ...start, ...change });
const numbers = (tensor: Tensor | null | undefined) => (tensor == null ? null : Array.from(values(tensor)));
const pulls = (frames: readonly Frame[], pass = 1) =>
  frames.flatMap(({ event, pass: at }): Pull[] => (event.kind === "pull" && at === pass ? [event] : []));
const leavesIn = ({ shown }: Frame) => [...shown].filter(({ gradFn }) => gradFn?.isLeaf);
const close = (list: number[] | null) => list?.map((each): number => expect.closeTo(each, 12)) ?? null;

/** What the library's own backward pass leaves in the leaves, after some passes over programs of their own. */
function expected(s: State, passes = 1): (number[] | null)[] {
  const leaves = leavesOf(s);
  for (let pass = 0; pass < passes; pass++) backward(record(s, leaves).output.tensor!);
  return leaves.filter(({ gradFn }) => gradFn !== null).map(({ tensor }) => close(numbers(tensor!.grad)));
}

const grads = (frame: Frame) => leavesIn(frame).map((leaf) => numbers(frame.grads.get(leaf)));

afterEach(() => vi.restoreAllMocks());

describe.each(programNames)("the tape of %s", (program) => {
  it("is walked by descending id, and its sums are the library's", () => {
    const s = stateOf({ program });
    const frames = trace(s);
    const ids = pulls(frames).map(({ box }) => box.gradFn!.id);
    expect(ids).toEqual(ids.toSorted((one, other) => other - one));
    expect(grads(frames.at(-1)!)).toEqual(expected(s));
    for (const { parts } of pulls(frames)) {
      for (const { before, gradient, after } of parts) {
        const there = numbers(before);
        expect(numbers(after)).toEqual(numbers(gradient)!.map((each, i) => (there === null ? each : there[i] + each)));
      }
    }
  });

  it("adds up over two passes, unless grad is emptied", () => {
    const s = stateOf({ program, mode: "twice" });
    expect(grads(trace(s).at(-1)!)).toEqual(expected(s, 2));
    expect(grads(trace({ ...s, zero: true }).at(-1)!)).toEqual(expected(s));
    expect(grads(trace({ ...s, mode: "again" }).at(-1)!)).toEqual(expected(s, 2));
  });

  it("frees what the library frees, and keeps it under retainGraph", () => {
    const s = stateOf({ program });
    const last = trace(s).at(-1)!;
    const { done, output } = record(s, leavesOf(s));
    backward(output.tensor!);
    const freed = done.flatMap(({ boxes }) => boxes).filter(({ gradFn }) => gradFn?.isFreed);
    expect([...last.freed].map(({ name }) => name).sort()).toEqual(freed.map(({ name }) => name).sort());
    const again = trace({ ...s, mode: "again" });
    expect(again.findLast(({ pass }) => pass === 1)!.freed.size).toBe(0);
    expect(again.at(-1)!.freed.size).toBe(freed.length);
  });

  it("is refused by the library where the second backward finds nothing", () => {
    expect(() => trace(stateOf({ program, mode: "again", retain: false }))).toThrow(
      /: its saved tensors are freed: backward\(\) ran already/,
    );
  });

  it("is drawn at every step of every mode, alike in two runs", () => {
    for (const mode of modes) {
      if (program === "cut" && mode === "second") continue;
      const s = stateOf({ program, mode });
      const count = widget.steps!(s);
      expect(count).toBeLessThan(40);
      for (let step = 0; step <= count; step++) {
        expect(widget.figure({ ...s, step }, {})).not.toMatch(/undefined|NaN|\[object/);
        expect(widget.says({ ...s, step })).not.toMatch(/undefined|NaN|\[object/);
      }
      expect(draw(widget, { ...s })).toBe(draw(widget, s));
    }
  });
});

describe("second order", () => {
  /** The gradients of the sum of the first leaf's gradient, by the library alone. */
  function wanted(s: State): (number[] | null)[] {
    const leaves = leavesOf(s);
    const inputs = leaves.filter(({ gradFn }) => gradFn !== null).map(({ tensor }) => tensor!);
    const [first] = grad(record(s, leaves).output.tensor!, [inputs[0]], { createGraph: true });
    return grad(sum(first), inputs, { allowUnused: true }).map((each) => close(numbers(each)));
  }

  it.each(programNames.filter((each) => each !== "cut"))("of %s is the library's", (program) => {
    const s = stateOf({ program, mode: "second" });
    const last = trace(s).at(-1)!;
    expect(leavesIn(last).map((leaf) => numbers(last.gradients.get(leaf)))).toEqual(wanted(s));
    expect(last.all.length).toBeLessThanOrEqual(30);
    expect(last.all.some(({ isBackward }) => isBackward)).toBe(true);
  });

  it("is refused where the gradient is a constant", () => {
    expect(() => trace(stateOf({ program: "cut", mode: "second" }))).toThrow("grad: output 0 requires no gradient");
  });
});

describe("plain recursion", () => {
  const sums = (s: State) => {
    const last = trace(s).at(-1)!;
    return leavesIn(last).map((leaf) => numbers(last.gradients.get(leaf))?.[0] ?? 0);
  };

  it.each([
    ["fan", [25, 19], [29, 22]],
    ["square", [10, 10], [20, 20]],
    ["shared", [39, 26], [117, 78]],
    ["loop", [27, 54], [27, 54]],
    ["cut", [6, 0], [6, 0]],
  ] as const)("is wrong where %s shares a value", (program, tape, recursion) => {
    expect(sums(stateOf({ program }))).toEqual(tape);
    expect(sums(stateOf({ program, mode: "recursion" }))).toEqual(recursion);
  });

  it("is shown beside what is right", () => {
    const html = drawnPlain(widget, "mode=recursion");
    expect(html).toContain("<td>by plain recursion</td><td>29</td><td>22</td>");
    expect(html).toContain("<td>in the tape's order</td><td>25</td><td>19</td>");
  });
});

describe("what is shown", () => {
  it("has the rule with numbers that give the result", () => {
    for (const [program, mode] of [
      ["fan", "once"],
      ["quotient", "once"],
      ["shared", "second"],
    ] as const) {
      const s = stateOf({ program, mode });
      const rows = Array.from({ length: widget.steps!(s) + 1 }, (_, step) => widget.figure({ ...s, step }, {}))
        .flatMap((html) => [...html.matchAll(/<td>([^<=]+) = ([^<]+)<\/td>/g)])
        .map(([, left, right]) => [left, right].map((text) => text.replaceAll("−", "-").replaceAll("·", "*")));
      expect(rows.length).toBeGreaterThan(5);
      for (const [left, right] of rows) {
        // Each number is rounded to three digits.
        const value = Number(new Function(`return ${left}`)());
        expect(Math.abs(value - Number(right))).toBeLessThanOrEqual(1.5e-2 * Math.abs(value));
      }
    }
  });

  it("names steps from 0 on, whatever ran before", () => {
    const before = drawn(widget, "step=3");
    trace(start);
    expect(drawn(widget, "step=3")).toBe(before);
    expect(before).toContain(">#0</text>");
  });

  it("speaks of what arrives, adds up and is freed", () => {
    const at = (step: number, change: Partial<State> = {}) => widget.says(stateOf({ ...change, step }));
    expect(at(0)).toBe("The tape is empty. a = 2, b = 3: what the program begins with.");
    expect(at(4)).toBe("q = 30 is recorded, with s = 5, p = 6 kept for the way back.");
    expect(at(8)).toBe("∂q = 1 has arrived; ∂s is 6; ∂p is 5. 16 bytes are freed.");
    expect(at(9)).toBe("∂t = 1 has arrived; ∂s += 1: 6 + 1 = 7; ∂p += 1: 5 + 1 = 6.");
    expect(at(999, { mode: "twice" })).toBe("a.grad was not empty: +=, 25 + 25 = 50.");
    expect(at(2, { program: "cut" })).toBe("d = 6, and nothing is recorded: no gradient will come through it.");
  });

  it("takes other numbers, and shows the boxes that the pointer is on", () => {
    expect(drawn(widget, "a=-1&b=4&step=0")).toContain("<code>a = -1</code>");
    expect(widget.figure(start, { cell: "#2" })).toMatch(/<g class="lit"[^>]*data-key="#2"/);
  });
});

describe("as code", () => {
  const states = programNames.flatMap((program) => modes.map((mode) => stateOf({ program, mode })));
  const codes = states.map((s) => ({ s, code: widget.code!(s).typescript }));

  it("is strict TypeScript", () => {
    expect(checkTypes(codes.map(({ s, code }) => ({ page: `${s.program} ${s.mode}`, line: 0, code })))).toEqual([]);
  });

  it.each(codes.filter(({ s }) => s.program !== "cut" || s.mode !== "second"))(
    "runs: $s.program, $s.mode",
    async ({ s, code }) => {
      const lines: string[] = [];
      vi.spyOn(console, "log").mockImplementation((...args) => void lines.push(format(...args)));
      await import(/* @vite-ignore */ toModule(code));
      if (s.program !== "fan") return;
      const printed = { once: "25 19", recursion: "29 22", twice: "50 38", again: "50 38", second: "25 [ 6, 11 ]" };
      expect(lines.at(-1)).toBe(printed[s.mode]);
    },
  );
});

describe("the pages", () => {
  const links = ["docs/gradients/tape.md", "docs/start/tensors-and-gradients.md"].flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/\]\(#tape&([^)]+)\)/g)].map(([, state]) => ({ page, state: state! })),
  );

  it.each(links)("$page: $state can be shown, or is refused on purpose", ({ state }) => {
    const s = readState(widget.fields, state, start);
    const isRefused = (s.mode === "again" && !s.retain) || (s.mode === "second" && s.program === "cut");
    expect(refusal(() => widget.figure(s, {})) !== null).toBe(isRefused);
  });

  it("have numbers that the library computed", () => {
    expect(data.load()).toEqual({ tape: [25, 19], recursion: [29, 22], twice: [50, 38] });
  });

  it.each([
    ["mode=once&step=8", "∂q = 1 has arrived; ∂s is 6; ∂p is 5. 16 bytes are freed."],
    ["mode=once&step=11", "∂s = 7 has arrived; ∂a += 7: 18 + 7 = 25; ∂b += 7: 12 + 7 = 19."],
    ["mode=recursion&step=9", "∂s = 1 so far, and it is passed on at once: ∂a is 1; ∂b is 1."],
    ["mode=recursion&step=12", "∂s = 7 has arrived; ∂a += 7: 4 + 7 = 11; ∂b += 7: 3 + 7 = 10."],
    ["mode=twice&step=13", "a is a leaf: its gradient comes to rest, a.grad = 25."],
    ["program=four&step=6", "∂y = 1 has arrived; ∂r is 8; ∂r += 8: 8 + 8 = 16."],
  ])("mean by %s: %s", (state, said) => {
    expect(widget.says(readState(widget.fields, state, start))).toBe(said);
  });
});
