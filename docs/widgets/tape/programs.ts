import { noGrad } from "../../../src/core/autograd.ts";
import type { Tensor } from "../../../src/core/tensor.ts";
import {
  add,
  conv2d,
  crossEntropy,
  div,
  exp,
  linear,
  log,
  maximum,
  maxPool2d,
  mean,
  mul,
  neg,
  relu,
  sub,
  sum,
} from "../../../src/ops/index.ts";

/** What a program begins with. */
export interface Input {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its numbers, or the slider that sets the only one. */
  readonly from: readonly number[] | "a" | "b";
  /** Whether no gradient is asked for. */
  readonly isConstant?: boolean;
}

/** What a line computes: a tensor of a new name. */
interface Action {
  readonly name: string;
  readonly from: readonly string[];
  run(...inputs: readonly Tensor[]): Tensor;
}

/** A line as it is written, and what it does: a loop does more than one thing. */
interface Line {
  readonly typescript: string;
  readonly pytorch: string;
  readonly actions: readonly Action[];
}

/** The last name is the output. */
export interface Program {
  readonly inputs: readonly Input[];
  readonly lines: readonly Line[];
}

const a: Input = { name: "a", shape: [], from: "a" };
const b: Input = { name: "b", shape: [], from: "b" };

/** `const q = s.mul(p);` */
function line(
  name: string,
  typescript: string,
  pytorch: string,
  from: string,
  run: (...inputs: readonly Tensor[]) => Tensor,
): Line {
  return {
    typescript: `const ${name} = ${typescript};`,
    pytorch: `${name} = ${pytorch}`,
    actions: [{ name, from: from.split(" "), run }],
  };
}

const signs = { add: [add, "+"], sub: [sub, "-"], mul: [mul, "*"], div: [div, "/"] } as const;

/** `const q = s.mul(p);` of an operator that both languages have a word or a sign for. */
function binary(name: string, left: string, op: keyof typeof signs, right: string): Line {
  const [run, sign] = signs[op];
  return line(name, `${left}.${op}(${right})`, `${left} ${sign} ${right}`, `${left} ${right}`, run);
}

function unary(name: string, x: string, op: string, run: (x: Tensor) => Tensor): Line {
  return line(name, `${x}.${op}()`, `${x}.${op}()`, x, run);
}

export const programs = {
  fan: {
    inputs: [a, b],
    lines: [
      binary("s", "a", "add", "b"),
      binary("p", "a", "mul", "b"),
      binary("t", "s", "add", "p"),
      binary("q", "s", "mul", "p"),
      binary("y", "t", "add", "q"),
    ],
  },
  four: {
    inputs: [a, b],
    lines: [
      binary("p", "a", "mul", "b"),
      binary("s", "p", "add", "a"),
      unary("r", "s", "relu", relu),
      binary("y", "r", "mul", "r"),
    ],
  },
  square: { inputs: [a, b], lines: [binary("s", "a", "add", "b"), binary("y", "s", "mul", "s")] },
  shared: {
    inputs: [a, b],
    lines: [binary("p", "a", "mul", "b"), binary("q", "p", "mul", "p"), binary("y", "q", "add", "p")],
  },
  quotient: {
    inputs: [a, b],
    lines: [unary("e", "a", "exp", exp), binary("s", "e", "add", "b"), binary("y", "e", "div", "s")],
  },
  max: {
    inputs: [a, b],
    lines: [
      binary("d", "b", "sub", "a"),
      unary("r", "d", "relu", relu),
      line("m", "r.maximum(a)", "torch.maximum(r, a)", "r a", maximum),
      binary("y", "m", "add", "r"),
    ],
  },
  loop: {
    inputs: [
      { ...a, name: "x" },
      { ...b, name: "w" },
    ],
    lines: [
      { ...binary("h", "x", "mul", "w"), typescript: "let h = x.mul(w);" },
      {
        typescript: "for (let i = 0; i < 2; i++) h = h.mul(w);",
        pytorch: "for i in range(2): h = h * w",
        actions: [
          { name: "h′", from: ["h", "w"], run: mul },
          { name: "h″", from: ["h′", "w"], run: mul },
        ],
      },
    ],
  },
  cut: {
    inputs: [a, b],
    lines: [
      binary("p", "a", "mul", "b"),
      line("d", "p.detach()", "p.detach()", "p", (p) => p.detach()),
      binary("q", "d", "mul", "a"),
      {
        typescript: "const n = noGrad(() => b.mul(b));",
        pytorch: "with torch.no_grad(): n = b * b",
        actions: [{ name: "n", from: ["b", "b"], run: (left, right) => noGrad(() => mul(left, right)) }],
      },
      binary("y", "q", "add", "n"),
    ],
  },
  linear: {
    inputs: [
      { name: "x", shape: [2, 3], from: [1, 2, 0, -1, 1, 2], isConstant: true },
      { name: "w", shape: [2, 3], from: [1, 0, -1, 2, 1, 0] },
      { name: "bias", shape: [2], from: [1, -1] },
      { name: "goal", shape: [2, 2], from: [1, 2, 0, 0], isConstant: true },
    ],
    lines: [
      line("z", "linear(x, w, { bias })", "F.linear(x, w, bias)", "x w bias", (x, w, bias) => linear(x, w, { bias })),
      binary("d", "z", "sub", "goal"),
      binary("e", "d", "mul", "d"),
      unary("loss", "e", "mean", (e) => mean(e)),
    ],
  },
  softmax: {
    inputs: [{ name: "x", shape: [3], from: [0, 1, 2] }],
    lines: [
      unary("e", "x", "exp", exp),
      unary("s", "e", "sum", (e) => sum(e)),
      binary("p", "e", "div", "s"),
      unary("l", "p", "log", log),
      unary("m", "l", "mean", (l) => mean(l)),
      unary("y", "m", "neg", neg),
    ],
  },
  entropy: {
    inputs: [
      { name: "x", shape: [1, 2], from: [1, -2], isConstant: true },
      { name: "w", shape: [3, 2], from: [1, 0, 0, 1, -1, 1] },
    ],
    lines: [
      line("z", "linear(x, w)", "F.linear(x, w)", "x w", (x, w) => linear(x, w)),
      line("loss", "crossEntropy(z, [1])", "F.cross_entropy(z, torch.tensor([1]))", "z", (z) => crossEntropy(z, [1])),
    ],
  },
  conv: {
    inputs: [
      { name: "x", shape: [1, 1, 4, 4], from: [1, 0, 2, 1, 0, 3, 1, 0, 2, 1, 0, 1, 1, 0, 2, 2], isConstant: true },
      { name: "w", shape: [1, 1, 2, 2], from: [1, -1, 0, 2] },
    ],
    lines: [
      line("c", "conv2d(x, w)", "F.conv2d(x, w)", "x w", (x, w) => conv2d(x, w)),
      unary("r", "c", "relu", relu),
      line("m", "maxPool2d(r, { kernel: 2, stride: 1 })", "F.max_pool2d(r, 2, stride=1)", "r", (r) =>
        maxPool2d(r, { kernel: 2, stride: 1 }),
      ),
      unary("y", "m", "sum", (m) => sum(m)),
    ],
  },
} as const satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof programs;

export const programNames = Object.keys(programs) as [ProgramName, ...ProgramName[]];
