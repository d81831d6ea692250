import { opInfos } from "../src/gradcheck/op-info/index.ts";
import { catalog } from "./museum/catalog/index.ts";

export interface Data {
  /** Those that can be differentiated. */
  readonly operators: number;
  readonly bugs: number;
}

declare const data: Data;

export { data };

/** The first page's numbers. */
export default {
  load: (): Data => ({ operators: opInfos.length, bugs: catalog.length }),
};
