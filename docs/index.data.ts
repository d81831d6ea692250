import { rows } from "../src/gradcheck/op-info/index.ts";
import { mutants } from "../test/mutants/catalog/index.ts";

export interface Data {
  readonly operators: number;
  readonly bugs: number;
}

declare const data: Data;

export { data };

/** The first page's numbers. */
export default {
  load: (): Data => ({ operators: rows.length, bugs: mutants.length }),
};
