/** Keeps what was measured on a machine, for the next time. Measuring again is always possible, so nothing here fails:
 *  what cannot be kept is not, and what cannot be read was never there. */
export interface Store {
  /** What was written under the key, as JSON gives it back: check it. Undefined if nothing can be read. */
  read(key: string): unknown;
  /** @param value is kept as JSON. */
  write(key: string, value: unknown): void;
}
