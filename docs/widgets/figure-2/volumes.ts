import { describeKernel } from "../../../src/core/geometry/describeWindow.ts";
import type { Pair } from "../../../src/core/geometry/window.ts";
import type { Shape } from "../../../src/core/shape.ts";
import type { Net, NetLayer } from "../nets/facts.ts";

/** What the drawing shows of the image, or of a layer with weights: its output, in one part or in one for each tower. */
export interface Volume {
  readonly name: string;
  /** Of one part: [c, h, w] or [features]. */
  readonly shape: Shape;
  readonly parts: number;
  /** The window through which the next one reads it. */
  readonly kernel: readonly [h: number, w: number] | null;
  readonly step: string;
  /** Whether each part reads its own tower alone. */
  readonly isDivided: boolean;
  /** Whether it is pooled before it is read. */
  readonly isPooled: boolean;
}

/** A net's volumes, first to last. It has as many towers as the most groups of a layer; image and scores stand in one piece. */
export function volumesOf({ input, layers }: Net): readonly Volume[] {
  const weighted = layers.filter(({ weights }) => weights !== null);
  const towers = Math.max(...weighted.map(groupsOf));
  const image = { name: "image", shape: input, parts: 1, isDivided: false, isPooled: false, ...windowOf(weighted[0]) };
  return [
    image,
    ...weighted.map((layer, i): Volume => {
      const next = weighted[i + 1];
      const parts = next === undefined ? 1 : towers;
      const [c, ...map] = layer.output;
      const behind = layers.slice(layers.indexOf(layer), next && layers.indexOf(next));
      return {
        name: layer.name,
        shape: [c / parts, ...map],
        parts,
        isDivided: towers > 1 && groupsOf(layer) === towers,
        isPooled: behind.some(({ spec }) => spec.kind === "maxPool" || spec.kind === "avgPool"),
        ...windowOf(next),
      };
    }),
  ];
}

const groupsOf = ({ spec }: NetLayer): number => (spec.kind === "conv" ? (spec.groups ?? 1) : 1);

function windowOf(layer: NetLayer | undefined): Pick<Volume, "kernel" | "step"> {
  if (layer?.spec.kind !== "conv") return { kernel: null, step: "" };
  const { kernel, stride = 1 } = layer.spec;
  const [h, w] = pairOf(kernel);
  return { kernel: [h, w], step: describeKernel(kernel) + (pairOf(stride)[0] === 1 ? "" : `/${pairOf(stride)[0]}`) };
}

const pairOf = (pair: Pair): readonly [number, number] => (typeof pair === "number" ? [pair, pair] : pair);
