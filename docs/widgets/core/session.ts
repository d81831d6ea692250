import { initialState, readState } from "./address.ts";
import { readNumber } from "./fields.ts";
import { edited, type Fill, filled, flatOf } from "./fill.ts";
import { refusal, type Selectable, type Widget } from "./widget.ts";

const mostUndone = 200;

/** A widget's state and what came before it: every change goes through here, the refused ones too. Knows no page. */
export class Session<S extends Selectable> {
  readonly #widget: Widget<S>;
  readonly start: S;
  state: S;
  /** The last state that was not refused. */
  good: S;
  #figure: string | null = null;
  /** Why the state is refused, or what was typed; "" where nothing is. */
  message = "";
  #done: readonly S[] = [];
  #undone: readonly S[] = [];
  /** The cell whose number is being typed: all its keys are one change. */
  #typing = "";

  /** @param text the state at the beginning, as an address writes it. */
  constructor(widget: Widget<S>, text: string) {
    this.#widget = widget;
    this.start = readState(widget.fields, text, initialState(widget.fields));
    this.state = this.start;
    this.good = this.start;
  }

  /** The last good state's drawing, with nothing pointed at. */
  get figure(): string {
    this.#figure ??= this.#widget.figure(this.good, {});
    return this.#figure;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Takes the state that an address says. */
  read(text: string): void {
    this.#try(() => readState(this.#widget.fields, text, this.start));
  }

  /** @param names of fields, with spaces between them: all take what the text says. */
  set(names: string, text: string): void {
    const { fields } = this.#widget;
    const known = names.split(" ").filter((name): name is keyof S & string => name in fields);
    this.#change(() => Object.fromEntries(known.map((name) => [name, fields[name].read(text)])) as Partial<S>);
  }

  /** The number of the selected cell, if it is one that can be changed. */
  get number(): number | undefined {
    const found = this.#editable();
    return found && filled(this.state[found.field] as Fill, found.shape)[flatOf(found.index, found.shape)];
  }

  type(text: string): void {
    const found = this.#editable();
    if (found === undefined) return;
    const { field, index } = found;
    const { select } = this.good;
    this.#change(
      () => ({ [field]: edited(this.state[field] as Fill, index, readNumber(text)) }) as Partial<S>,
      this.#typing !== select,
    );
    this.#typing = select;
  }

  add(by: number): void {
    const { number } = this;
    this.#typing = "";
    if (number !== undefined) this.type(String(number + by));
    this.#typing = "";
  }

  reset(): void {
    this.#change(() => this.start);
  }

  undo(): void {
    const before = this.#done.at(-1);
    if (before === undefined) return;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, this.state];
    this.#take(before);
  }

  redo(): void {
    const after = this.#undone.at(-1);
    if (after === undefined) return;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, this.state];
    this.#take(after);
  }

  /** @param isOwn whether it is a change of its own, to be undone by itself. To look at something else is none. */
  #change(next: () => Partial<S>, isOwn = true): void {
    const before = this.state;
    const isTaken = this.#try(() => ({ ...before, ...next() }));
    this.#typing = "";
    if (!isTaken || !isOwn || !this.#differs(before)) return;
    this.#done = [...this.#done, before].slice(-mostUndone);
    this.#undone = [];
  }

  #differs(before: S): boolean {
    return (Object.keys(before) as (keyof S)[]).some(
      (key) => key !== "select" && key !== "step" && before[key] !== this.state[key],
    );
  }

  /** Where a field refuses what is said, tells why and keeps the state there is. */
  #try(next: () => S): boolean {
    let state = this.state;
    const why = refusal(() => {
      state = next();
    });
    if (why === null) this.#take(state);
    else this.message = why;
    return why === null;
  }

  #take(state: S): void {
    this.state = state;
    const why = refusal(() => {
      this.#figure = this.#widget.figure(state, {});
    });
    this.message = why ?? "";
    if (why === null) this.good = state;
  }

  #editable() {
    const [tensor = "", place = ""] = this.good.select.split(":");
    const found = this.#widget.editable?.(this.good)[tensor];
    return found && { ...found, index: place.split(",").map(Number) };
  }
}
