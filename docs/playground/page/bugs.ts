import { exhibits } from "../../museum/exhibits/index.ts";

/** The museum's bugs, and where it shows them. In Node alone: a page takes the result, which the build puts in place of this
 *  file. */
export const bugs = exhibits.map(({ bug, id }) => ({ name: bug.name, id }));
