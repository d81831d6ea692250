import type { Shape } from "../core/shape.ts";
import { type LocalResponseNormOptions, localResponseNormGeometry } from "../ops/localResponseNorm.ts";
import { float, type GraphBuilder, int, ints } from "./graphBuilder.ts";

/** ONNX's own operator has windows over an odd number of channels, as ours, and always divides α by their size. */
export function writeLrn(
  graph: GraphBuilder,
  name: string,
  x: Shape,
  spec: LocalResponseNormOptions,
  { decomposeLrn }: { readonly decomposeLrn: boolean },
): void {
  const { acrossChannels, size, before, after, scale, beta, k, c, h, w } = localResponseNormGeometry(x, spec);
  const alpha = acrossChannels ? scale * size : scale * size * size;
  if (acrossChannels && size % 2 === 1 && !decomposeLrn) {
    const attributes = [int("size", size), float("alpha", alpha), float("beta", beta), float("bias", k)];
    graph.add("LRN", name, { attributes });
    return;
  }
  const input = graph.last;
  const constant = (part: string, value: number) => graph.floats(`${name}/${part}`, [], Float32Array.of(value));
  const reshape = (part: string, shape: readonly number[]) =>
    graph.add("Reshape", `${name}/${part}`, { inputs: [graph.integers(`${name}/${part}.shape`, shape)] });
  const average = (kernel: readonly number[], pads: readonly number[]) => {
    const attributes = [ints("kernel_shape", kernel), ints("strides", [1, 1]), ints("pads", pads)];
    graph.add("AveragePool", `${name}/average`, { attributes: [...attributes, int("count_include_pad", 1)] });
  };
  graph.add("Mul", `${name}/square`, { inputs: [input] });
  if (acrossChannels) {
    // Windows over channels are windows over the rows of a map that has a row for each channel; 0 is the batch's size.
    reshape("rows", [0, 1, c, h * w]);
    average([size, 1], [before, 0, after, 0]);
    reshape("channels", [0, c, h, w]);
  } else {
    average([size, size], [before, before, after, after]);
  }
  graph.add("Mul", `${name}/scale`, { inputs: [constant("alpha", alpha)] });
  graph.add("Add", `${name}/add`, { inputs: [constant("k", k)] });
  graph.add("Pow", `${name}/divisor`, { inputs: [constant("beta", beta)] });
  graph.add("Div", name, { from: input, inputs: [graph.last] });
}
