import { escapeHtml } from "../core/html.ts";
import { literal } from "../core/numbers.ts";
import { lrn as words } from "../words/en/lrn.ts";
import { geometryOf, optionsOf, type State } from "./state.ts";

/** How a library takes the layer: which α, and what it cannot say. */
export interface Convention {
  readonly library: keyof typeof words.libraries;
  /** Whether the library divides α by the window's number of elements. */
  readonly divides: boolean;
  /** The α to give it. */
  readonly alpha: number;
  readonly call: string;
  /** Why the layer cannot be had there; "" if it can. */
  readonly lacks: string;
}

interface Rule {
  readonly library: Convention["library"];
  readonly divides: boolean;
  /** Whether it has windows within a map. */
  readonly within: boolean;
  /** Whether it has windows of even size that lie as ours. */
  readonly even: boolean;
  /** The only k that it has within a map. */
  readonly kWithin?: number;
  call(alpha: string, layer: { size: number; beta: number; k: number; isWithin: boolean }): string;
}

const rules: readonly Rule[] = [
  {
    library: "pytorch",
    divides: true,
    within: false,
    even: true,
    call: (alpha, { size, beta, k }) => `torch.nn.LocalResponseNorm(${size}, alpha=${alpha}, beta=${beta}, k=${k})`,
  },
  {
    library: "caffe",
    divides: true,
    within: true,
    even: false,
    kWithin: 1,
    call: (alpha, { size, beta, k, isWithin }) =>
      `lrn_param { local_size: ${size} alpha: ${alpha} beta: ${beta} ${isWithin ? "norm_region: WITHIN_CHANNEL" : `k: ${k}`} }`,
  },
  {
    library: "tensorflow",
    divides: false,
    within: false,
    even: false,
    call: (alpha, { size, beta, k }) =>
      `tf.nn.local_response_normalization(x, depth_radius=${(size - 1) / 2}, bias=${k}, alpha=${alpha}, beta=${beta})`,
  },
  {
    library: "onnx",
    divides: true,
    within: false,
    even: false,
    call: (alpha, { size, beta, k }) => `LRN(size=${size}, alpha=${alpha}, beta=${beta}, bias=${k})`,
  },
  {
    library: "paddle",
    divides: true,
    within: false,
    even: true,
    call: (alpha, { size, beta, k }) => `paddle.nn.LocalResponseNorm(${size}, alpha=${alpha}, beta=${beta}, k=${k})`,
  },
  {
    library: "cudaConvnet",
    divides: true,
    within: true,
    even: false,
    call: (alpha, { size, beta, k, isWithin }) =>
      `type=${isWithin ? "rnorm" : "cmrnorm"} size=${size} scale=${alpha} pow=${beta} minDiv=${k}`,
  },
  {
    library: "oneDnn",
    divides: true,
    within: true,
    even: false,
    call: (alpha, { size, beta, k, isWithin }) =>
      `lrn_forward: ${isWithin ? "lrn_within_channel" : "lrn_across_channels"}, local_size=${size}, alpha=${alpha}, beta=${beta}, k=${k}`,
  },
  {
    library: "lasagne",
    divides: false,
    within: false,
    even: false,
    call: (alpha, { size, beta, k }) =>
      `LocalResponseNormalization2DLayer(x, alpha=${alpha}, k=${k}, beta=${beta}, n=${size})`,
  },
];

/** The same layer in eight libraries. */
export function conventions(s: State): Convention[] {
  const g = geometryOf(s);
  const { size, beta, k, channels } = optionsOf(s);
  const isWithin = channels === "within";
  const count = isWithin ? size ** 2 : size;
  return rules.map(({ library, divides, within, even, kWithin, call }) => {
    const alpha = Number((divides ? g.scale * count : g.scale).toPrecision(12));
    const lacks =
      isWithin && !within
        ? words.noWithin
        : size % 2 === 0 && !even
          ? words.noEven
          : isWithin && kWithin !== undefined && kWithin !== k
            ? words.onlyK(kWithin)
            : "";
    return { library, divides, alpha, lacks, call: call(literal(alpha), { size, beta, k, isWithin }) };
  });
}

export function converter(s: State): string {
  const rows = conventions(s).map(({ library, divides, call, lacks }) => {
    const said = lacks === "" ? `<code>${escapeHtml(call)}</code>` : escapeHtml(lacks);
    return `<tr><th scope="row">${escapeHtml(words.libraries[library])}</th><td>${divides ? words.dividesBy : words.asItIs}</td><td>${said}</td></tr>`;
  });
  return `<div class="ag-wide" tabindex="0"><table class="ag-numbers ag-converter"><caption>${escapeHtml(words.converterTitle)}</caption><thead><tr><th scope="col">${escapeHtml(words.library)}</th><th scope="col">α</th><th scope="col">${escapeHtml(words.says.written)}</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
