import morphdom from "morphdom/dist/morphdom-esm.js";
import { core as words } from "../words/en/core.ts";
import { address, addressed, initialState, readState } from "./address.ts";
import { readNumber } from "./fields.ts";
import { edited, type Fill, filled, flatOf } from "./fill.ts";
import { draw, type Look, refusal, type Selectable, type Widget } from "./widget.ts";

const pace = 700;
const mostUndone = 200;

/** Makes a widget's element live: what it drew in Node, it draws again after every change of its state. */
export function define<S extends Selectable>(widget: Widget<S>): void {
  const tag = `ag-${widget.name}`;
  if (customElements.get(tag) !== undefined) return;
  customElements.define(
    tag,
    class extends HTMLElement {
      #live: Live<S> | null = null;
      connectedCallback() {
        this.#live ??= new Live(this, widget);
        this.#live.connect();
      }
      disconnectedCallback() {
        this.#live?.disconnect();
      }
    },
  );
}

class Live<S extends Selectable> {
  readonly #element: HTMLElement;
  readonly #widget: Widget<S>;
  readonly #key: string;
  readonly #start: S;
  #state: S;
  /** The last one that was not refused. */
  #good: S;
  #message = "";
  #look: Look = {};
  #undone: S[] = [];
  #done: S[] = [];
  #playing: ReturnType<typeof setInterval> | undefined;
  #running: AsyncIterable<string> | undefined;
  #listeners = new AbortController();

  constructor(element: HTMLElement, widget: Widget<S>) {
    this.#element = element;
    this.#widget = widget;
    this.#key = element.id || widget.name;
    this.#start = readState(widget.fields, element.getAttribute("state") ?? "", initialState(widget.fields));
    this.#state = this.#start;
    this.#good = this.#start;
  }

  connect(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const on = <K extends keyof HTMLElementEventMap>(event: K, run: (event: HTMLElementEventMap[K]) => void) =>
      this.#element.addEventListener(event, run, { signal });
    on("click", (event) => this.#click(event));
    on("input", (event) => this.#input(event));
    on("change", (event) => this.#change(event));
    on("keydown", (event) => this.#keydown(event));
    on("focusin", (event) => this.#focus(event));
    on("pointerover", (event) => this.#hover(event));
    on("pointerleave", () => this.#point({}));
    window.addEventListener("hashchange", () => this.#readAddress(true), { signal });
    this.#element.dataset.live = "";
    if (!this.#readAddress(false)) this.#draw();
  }

  disconnect(): void {
    this.#listeners.abort();
    this.#pause();
  }

  /** @returns whether the address speaks of this widget. */
  #readAddress(scroll: boolean): boolean {
    const said = addressed(location.hash, this.#key);
    if (said === null) return false;
    this.#try(() => readState(this.#widget.fields, said, this.#start), false);
    if (scroll) this.#element.scrollIntoView({ block: "start" });
    return true;
  }

  /** Takes the state that `next` makes; where a field refuses what was typed, says why and keeps the one there is. */
  #try(next: () => S, isWritten = true): void {
    let state = this.#state;
    const message = refusal(() => {
      state = next();
    });
    if (message !== null) {
      this.#message = message;
      this.#draw();
      return;
    }
    if (isWritten && state !== this.#state) {
      this.#done = [...this.#done, this.#state].slice(-mostUndone);
      this.#undone = [];
    }
    this.#take(state, isWritten);
  }

  #take(state: S, isWritten = true): void {
    this.#state = state;
    const why = refusal(() => this.#widget.figure(state, {}));
    this.#message = why ?? "";
    if (why === null) this.#good = state;
    this.#look = { ...this.#look, later: undefined };
    this.#draw();
    if (isWritten) history.replaceState(history.state, "", this.#link());
    if (why === null) this.#startLater(state);
  }

  #startLater(state: S): void {
    this.#widget.later?.(state)?.then((later) => {
      if (this.#state === state) this.#point({ ...this.#look, later });
    });
  }

  /** Until it is done, another state comes, it is asked for again, or the element goes. */
  async #runNow(state: S): Promise<void> {
    const run = this.#widget.run?.(state);
    if (run === undefined) return;
    this.#running = run;
    for await (const later of run) {
      if (this.#running !== run || this.#state !== state || !this.#element.isConnected) break;
      this.#point({ ...this.#look, later });
    }
  }

  #link(): string {
    return address(this.#key, this.#widget.fields, this.#state, this.#start);
  }

  #draw(): void {
    const html = draw(this.#widget, this.#state, {
      look: this.#look,
      good: this.#good,
      message: this.#message,
      undo: this.#done.length > 0,
      redo: this.#undone.length > 0,
      link: this.#link(),
    });
    const drawn = document.createElement("div");
    drawn.innerHTML = html;
    morphdom(this.#element, drawn, { childrenOnly: true, onBeforeElUpdated: (from, to) => keep(from, to) });
    const play = this.#element.querySelector<HTMLElement>("[data-play]");
    if (play !== null && this.#playing !== undefined) {
      play.textContent = "❚❚";
      play.setAttribute("aria-label", words.pause);
    }
  }

  #point(look: Look): void {
    if (look.cell === this.#look.cell && look.term === this.#look.term && look.later === this.#look.later) return;
    this.#look = look;
    this.#draw();
  }

  /** @param names of fields, with spaces between them: all take what the text says. */
  #set(names: string, text: string): void {
    const { fields } = this.#widget;
    const said = names.split(" ").filter((name): name is keyof S & string => name in fields);
    this.#try(() => ({
      ...this.#state,
      ...Object.fromEntries(said.map((name) => [name, fields[name].read(text)])),
    }));
  }

  #hover(event: PointerEvent): void {
    if (event.pointerType === "touch") return;
    const target = event.target as Element;
    const cell = target.closest<HTMLElement>("[data-key]")?.dataset.key;
    const term = target.closest<HTMLElement>("[data-term]")?.dataset.term;
    this.#point({ cell, term, later: this.#look.later });
  }

  #click(event: Event): void {
    const target = event.target as Element;
    const cell = target.closest<HTMLElement>("td[data-key]");
    if (cell !== null) {
      const again = cell.dataset.key === this.#state.select;
      this.#set("select", cell.dataset.key!);
      if (again) this.#edit();
      return;
    }
    const button = target.closest<HTMLElement | SVGElement>("button, svg [data-set]");
    if (button === null) return;
    const { set, value, add, copy } = button.dataset;
    if (set !== undefined && value !== undefined) {
      if (set === "step") this.#pause();
      this.#set(set, value);
    }
    if (add !== undefined) this.#add(Number(add));
    if (copy !== undefined) this.#copy(button, copy);
    if ("play" in button.dataset) this.#togglePlay();
    if ("run" in button.dataset) this.#runNow(this.#good);
    if ("undo" in button.dataset) this.#undo();
    if ("redo" in button.dataset) this.#redo();
    if ("reset" in button.dataset) this.#try(() => this.#start);
  }

  #input(event: Event): void {
    const target = event.target as HTMLInputElement | HTMLSelectElement;
    if (target.dataset.set === "step") this.#pause();
    if (target.dataset.set !== undefined) this.#set(target.dataset.set, target.value);
    if ("edit" in target.dataset) this.#write(() => readNumber(target.value));
  }

  #change(event: Event): void {
    const target = event.target as HTMLInputElement;
    if ("edit" in target.dataset) this.#write(() => readNumber(target.value));
  }

  #focus(event: FocusEvent): void {
    const key = (event.target as HTMLElement).dataset.key;
    if (key !== undefined && key !== this.#state.select && (event.target as Element).matches(":focus-visible")) {
      this.#set("select", key);
    }
  }

  #keydown(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const isTyping = target.matches("input[type=text], select");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isTyping) {
      event.preventDefault();
      if (event.shiftKey) this.#redo();
      else this.#undo();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isCell = target.dataset.key !== undefined;
    if (isCell && this.#inGrid(event, target)) {
      event.preventDefault();
      return;
    }
    if (target.matches("[role=radio]")) this.#inTabs(event, target);
    if (isTyping) {
      if (event.key === "Enter" && "edit" in target.dataset) this.#focusCell();
      return;
    }
    const tab = this.#element.querySelector<HTMLElement>(`[data-digit="${CSS.escape(event.key)}"]`);
    if (tab !== null) {
      event.preventDefault();
      tab.click();
    }
  }

  /** @returns whether the key meant something. */
  #inGrid(event: KeyboardEvent, cell: HTMLElement): boolean {
    const move = moves[event.key];
    if (move !== undefined) {
      const table = cell.closest("table")!;
      const cells = [...table.rows].map((row) => [...row.cells]);
      const row = cells.findIndex((each) => each.includes(cell as HTMLTableCellElement));
      const column = cells[row].indexOf(cell as HTMLTableCellElement);
      const next = move(row, column, cells.length, cells[row].length);
      for (
        let [r, c] = next;
        cells[r]?.[c] !== undefined;
        r += Math.sign(next[0] - row), c += Math.sign(next[1] - column)
      ) {
        if (cells[r][c].dataset.key !== undefined) {
          cells[r][c].focus();
          break;
        }
      }
      return true;
    }
    if (this.#editable() === undefined) return false;
    if (event.key === "+" || event.key === "-") this.#add(event.key === "+" ? 1 : -1);
    else if (event.key === "Enter" || event.key === "F2") this.#edit();
    else if (/^[0-9.]$/.test(event.key)) this.#edit(event.key);
    else return false;
    return true;
  }

  #inTabs(event: KeyboardEvent, tab: HTMLElement): void {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const tabs = [...tab.parentElement!.querySelectorAll<HTMLElement>("[role=radio]")];
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    next.click();
    next.focus();
  }

  #editable() {
    const [tensor = "", place = ""] = this.#good.select.split(":");
    const found = this.#widget.editable?.(this.#good)[tensor];
    return found && { ...found, index: place.split(",").map(Number) };
  }

  #write(value: () => number): void {
    const found = this.#editable();
    if (found === undefined) return;
    this.#try(() => ({
      ...this.#state,
      [found.field]: edited(this.#state[found.field] as Fill, found.index, value()),
    }));
  }

  #add(by: number): void {
    const found = this.#editable();
    if (found === undefined) return;
    const now = filled(this.#state[found.field] as Fill, found.shape)[flatOf(found.index, found.shape)];
    this.#write(() => now + by);
  }

  /** @param text what was typed already. */
  #edit(text?: string): void {
    const input = this.#element.querySelector<HTMLInputElement>("[data-edit]");
    if (input === null) return;
    input.focus();
    if (text === undefined) input.select();
    else {
      input.value = text;
      this.#write(() => readNumber(text));
    }
  }

  #focusCell(): void {
    this.#element.querySelector<HTMLElement>(`td[data-key="${CSS.escape(this.#state.select)}"]`)?.focus();
  }

  #undo(): void {
    const before = this.#done.at(-1);
    if (before === undefined) return;
    this.#done = this.#done.slice(0, -1);
    this.#undone = [...this.#undone, this.#state];
    this.#take(before);
  }

  #redo(): void {
    const after = this.#undone.at(-1);
    if (after === undefined) return;
    this.#undone = this.#undone.slice(0, -1);
    this.#done = [...this.#done, this.#state];
    this.#take(after);
  }

  #togglePlay(): void {
    if (this.#playing !== undefined) {
      this.#pause();
      this.#draw();
      return;
    }
    const count = () => this.#widget.steps?.(this.#good) ?? 0;
    const step = () => ("step" in this.#state ? Number(this.#state.step) : 0);
    if (step() >= count()) this.#set("step", "0");
    this.#playing = setInterval(() => {
      this.#set("step", String(step() + 1));
      if (step() >= count()) {
        this.#pause();
        this.#draw();
      }
    }, pace);
    this.#draw();
  }

  #pause(): void {
    clearInterval(this.#playing);
    this.#playing = undefined;
  }

  async #copy(button: Element, what: string): Promise<void> {
    const text =
      what === "link"
        ? location.href.split("#")[0] + this.#link()
        : this.#element.querySelector(`[data-code="${what}"]`)!.textContent!;
    await navigator.clipboard.writeText(text);
    button.textContent = words.copied;
  }
}

/** What is being typed stays as it is typed; what did not change is not touched. */
function keep(from: HTMLElement, to: HTMLElement): boolean {
  if (from.isEqualNode(to)) return from instanceof HTMLInputElement && from.value !== (to as HTMLInputElement).value;
  if (from === document.activeElement && "edit" in from.dataset) return false;
  if (from instanceof HTMLDetailsElement) (to as HTMLDetailsElement).open = from.open;
  return true;
}

type Move = (row: number, column: number, rows: number, columns: number) => readonly [number, number];

const moves: Readonly<Record<string, Move>> = {
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  Home: (row) => [row, 0],
  End: (row, _, __, columns) => [row, columns - 1],
};
