/** The address of an input that may be left out: then 0. */
export type Optional = usize;
