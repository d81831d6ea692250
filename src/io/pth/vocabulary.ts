/** A global by its name ("torch.FloatStorage"); data, never looked up anywhere. */
export class Global {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A value of Python's: a tuple or a list is an array, a dict or an OrderedDict a Map. */
export type Value = null | boolean | number | string | readonly Value[] | Map<string | number, Value> | Global | object;

/** What the pickle may name. */
export interface Vocabulary {
  /** @throws FormatError for a global that is not on the list. */
  global(name: string): Global;
  /** What `name(*args)` gives. @throws FormatError unless the arguments are as they should be. */
  call(name: string, args: readonly Value[]): Value;
  /** What stands for a persistent id. @throws FormatError likewise. */
  persistent(id: Value): Value;
}
