import { formatSummary, summarize } from "../../src/models/index.ts";
import { netNames, nets } from "../widgets/nets/facts.ts";
import { fieldOf, lengthOf, mapLayers } from "../widgets/receptive-field/field.ts";
import { percent, shareOf } from "../widgets/treemap/figure.ts";

const shown = netNames.slice(0, 4);

/** What a unit of a layer sees along an axis; nothing where the network has no such layer. */
function sides(layer: string): readonly string[] {
  return shown.map((name) => {
    const place = mapLayers(nets[name]).findIndex((each) => each.name === layer);
    return place < 0 ? "–" : String(lengthOf(fieldOf(nets[name], place + 1, [0, 0]).whole[0]));
  });
}

const rows = ["conv1", "pool1", "conv2", "norm2b", "pool2", "conv3", "conv4", "conv5", "pool5"];

export default {
  load: () => ({
    nets: [...shown],
    rows: rows.map((layer) => ({ layer, sides: sides(layer) })),
    share: {
      parameters: percent(shareOf(nets.paper2012, 1, "parameters")),
      macs: percent(shareOf(nets.paper2012, 1, "macs")),
    },
    summary: formatSummary(summarize("paper2012")),
  }),
};

export declare const data: {
  readonly nets: readonly string[];
  readonly rows: readonly { readonly layer: string; readonly sides: readonly string[] }[];
  readonly share: Readonly<Record<"parameters" | "macs", string>>;
  readonly summary: string;
};
