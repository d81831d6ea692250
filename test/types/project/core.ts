import {
  Adam,
  AlexgradError,
  backward,
  buildModel,
  Conv2d,
  type Conv2dOptions,
  CosineAnnealingLR,
  concat,
  conv2d,
  crossEntropy,
  customGradient,
  type Device,
  defineOp,
  Flatten,
  grad,
  inferBroadcast,
  Linear,
  layers,
  linear,
  MaxPool2d,
  type ModelTable,
  Module,
  mul,
  noGrad,
  type Op,
  type ParameterOptions,
  pad,
  ReLU,
  Rng,
  randn,
  reference,
  relu,
  Sequential,
  SGD,
  type Shape,
  type State,
  scope,
  setDefaultDevice,
  slice,
  softmax,
  summarize,
  Tensor,
  tensor,
} from "alexgrad";

const device: Device = reference({ dtype: "float64" });
setDefaultDevice(device);

export const x = tensor(
  [
    [1, 2],
    [3, 4],
  ],
  { requiresGrad: true },
);
export const shape: Shape = x.shape;
export const sum: Tensor = x
  .mul(2)
  .add(x)
  .sum({ axis: [0], keepDims: true });
export const loss: number = await crossEntropy(x, [0, 1]).item();
export const values: Float32Array | Float64Array = await x.data();
export const gradient: Tensor | null = x.grad;
backward(sum.sum(), undefined, { retainGraph: true });
export const [dx] = grad([x.sum()], [x]);

const options: Conv2dOptions = { stride: 2, padding: [1, 1], groups: 1 };
export const y = conv2d(randn([1, 3, 8, 8], { std: 0.1, rng: new Rng(1) }), randn([4, 3, 3, 3]), {
  ...options,
  bias: null,
});
export const parts = concat([slice(y, { axis: 0, end: -1, step: 2 }), pad(y, { padding: [{ axis: 3, before: 1 }] })]);
export const probabilities = noGrad(() => scope(() => softmax(linear(x, x), { axis: 1 })));

// What is wrong is refused where it is written.
// @ts-expect-error: axis
x.sum({ axes: 1 });
// @ts-expect-error: what a tensor is made of is the library's
export const node: unknown = x.node;
// @ts-expect-error: what a tensor is made of is the library's
export const handle: unknown = x.handle;
// @ts-expect-error: tensors are made by tensor(), zeros() and the like
new Tensor();
// @ts-expect-error: padding
conv2d(y, y, { paddin: 1 });
// @ts-expect-error: a number is no tensor
relu(1);
// @ts-expect-error: an operator without options
relu(x, {});
// @ts-expect-error: a shape is one list
randn(2, 3);

/** An operator of one's own. */
export const square: Op<["x"]> = defineOp({
  name: "square",
  inputs: ["x"],
  infer: ({ x }) => inferBroadcast("square")({ a: x, b: x }),
  forward: (k, { x }, g) => k.mul(g.shape, x, x, g),
  saves: ["x"],
  backward: (dy, { x }) => ({ x: () => mul(dy, mul(x, 2)) }),
});

export const scaled = defineOp({
  name: "scaled",
  inputs: ["x", "bias?"],
  infer: ({ x, bias }, { factor }: { factor: number }) => ({ shape: x, factor, hasBias: bias !== null }),
  forward: (k, { x }, { shape, factor }) => k.clamp(shape, x, { min: 0, max: factor }),
  saves: ["bias", "y"],
  backward: (dy, { y, bias }) => ({ x: () => (bias === null ? dy.mul(y) : dy.mul(bias)) }),
});
export const scaledX: Tensor = scaled(square(x), null, { factor: 3 });
// @ts-expect-error: its factor has no default
scaled(x, null);
export const cube = customGradient(
  (x) => x.mul(x).mul(x),
  (dy, [x]) => [x === undefined ? null : dy.mul(x.mul(x).mul(3))],
);

/** A module of one's own. */
export class Residual extends Module {
  readonly conv: Conv2d;
  readonly scale: Tensor;

  constructor(channels: number, options: ParameterOptions = {}) {
    super();
    this.conv = this.child("conv", new Conv2d(channels, channels, { kernel: 3, padding: 1, ...options }));
    this.scale = this.buffer("scale", [1], 1, options);
  }

  override forward(x: Tensor): Tensor {
    return relu(this.conv.forward(x)).mul(this.scale).add(x);
  }
}

export const model = new Sequential({
  first: new Residual(3),
  relu: new ReLU(),
  pool: new MaxPool2d({ kernel: 2, stride: 2 }),
  flatten: new Flatten(),
  head: new Linear(3 * 4 * 4, 10),
});
const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9, weightDecay: 1e-4 });
const schedule = new CosineAnnealingLR(new Adam([{ params: model.parameters(), lrScale: 0.1 }], { lr: 1e-3 }), {
  tMax: 10,
});
optimizer.zeroGrad();
optimizer.step();
schedule.step();
export const state: State = await model.state();
model.load(state, { strict: false });

const table: ModelTable = {
  name: "mine",
  description: "Two layers",
  input: [3, 8, 8],
  classes: 2,
  layers: [
    layers.conv("conv1", 4, { kernel: 3, padding: 1 }),
    layers.relu,
    layers.flatten,
    layers.linear("fc2", "classes"),
  ],
};
export const built = buildModel(table, { device });
export const { parameters } = summarize("torchvision").totals;

try {
  await x.item();
} catch (error) {
  if (error instanceof AlexgradError) throw new Error("refused", { cause: error });
}

export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}
