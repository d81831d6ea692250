import morphdom from "morphdom/dist/morphdom-esm.js";
import { core as words } from "../words/en/core.ts";
import { address, addressed } from "./address.ts";
import { escapeHtml } from "./html.ts";
import { moveInGrid, tabBeside } from "./keyboard.ts";
import { Player } from "./player.ts";
import { Session } from "./session.ts";
import { draw, type Look, type Selectable, type Widget } from "./widget.ts";

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

/** What the reader does becomes a change of the session, and its state a drawing. */
class Live<S extends Selectable> {
  readonly #element: HTMLElement;
  readonly #widget: Widget<S>;
  readonly #key: string;
  readonly #session: Session<S>;
  #look: Look = {};
  /** Where the page stood when one of its sentences led here. */
  #readAt: number | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  readonly #player = new Player(() => this.#playOn());
  #running: AsyncIterable<string> | undefined;
  #listeners = new AbortController();

  constructor(element: HTMLElement, widget: Widget<S>) {
    this.#element = element;
    this.#widget = widget;
    this.#key = element.id || widget.name;
    this.#session = new Session(widget, element.getAttribute("state") ?? "");
  }

  connect(): void {
    this.#listeners = new AbortController();
    const { signal } = this.#listeners;
    const on = <K extends keyof HTMLElementEventMap>(event: K, run: (event: HTMLElementEventMap[K]) => void) =>
      this.#element.addEventListener(event, run, { signal });
    on("click", (event) => this.#click(event));
    on("input", (event) => this.#input(event));
    on("keydown", (event) => this.#keydown(event));
    on("focusin", (event) => this.#focus(event));
    on("pointerover", (event) => this.#hover(event));
    on("pointerleave", () => this.#leave());
    window.addEventListener("hashchange", () => this.#readAddress(true), { signal });
    this.#element.dataset.live = "";
    if (!this.#readAddress(false)) this.#draw();
  }

  disconnect(): void {
    this.#listeners.abort();
    this.#player.stop();
    clearTimeout(this.#waiting);
  }

  /** @returns whether the address speaks of this widget. */
  #readAddress(scroll: boolean): boolean {
    const said = addressed(location.hash, this.#key);
    if (said === null) return false;
    this.#session.read(said);
    this.#readAt = scroll ? scrollY : undefined;
    this.#changed();
    if (scroll) this.#element.scrollIntoView({ block: "start" });
    return true;
  }

  #change(change: (session: Session<S>) => void): void {
    change(this.#session);
    this.#changed();
    this.#writeAddress();
  }

  /** Browsers refuse too many in a row, as while a slider is dragged: the last one is written when they let it. */
  #writeAddress(): void {
    clearTimeout(this.#waiting);
    try {
      history.replaceState(history.state, "", this.#link());
    } catch {
      this.#waiting = setTimeout(() => this.#writeAddress(), 1000);
    }
  }

  #changed(): void {
    const { state, good } = this.#session;
    this.#look = { ...this.#look, later: undefined };
    this.#draw();
    if (state !== good) return;
    this.#widget
      .later?.(state)
      ?.catch(failed)
      .then((later) => {
        if (this.#session.state === state) this.#point({ ...this.#look, later });
      });
  }

  /** Until it is done, another state comes, it is asked for again, or the element goes. */
  async #run(state: S): Promise<void> {
    const run = this.#widget.run?.(state);
    if (run === undefined) return;
    this.#running = run;
    try {
      for await (const later of run) {
        if (this.#running !== run || this.#session.state !== state || !this.#element.isConnected) break;
        this.#point({ ...this.#look, later });
      }
    } catch (error) {
      this.#point({ ...this.#look, later: failed(error) });
    }
  }

  #link(): string {
    return address(this.#key, this.#widget.fields, this.#session.state, this.#session.start);
  }

  #draw(): void {
    const { state, good, message, canUndo, canRedo } = this.#session;
    const isPointed = Object.values(this.#look).some((what) => what !== undefined);
    const shown = {
      look: this.#look,
      good,
      figure: isPointed ? this.#widget.figure(good, this.#look) : this.#session.figure,
      message,
      undo: canUndo,
      redo: canRedo,
      link: this.#link(),
      isFromText: this.#readAt !== undefined,
    };
    const drawn = document.createElement("div");
    drawn.innerHTML = draw(this.#widget, state, shown);
    morphdom(this.#element, drawn, { childrenOnly: true, onBeforeElUpdated: keep });
    const play = this.#element.querySelector<HTMLElement>("[data-play]");
    if (play !== null && this.#player.isPlaying) {
      play.textContent = "❚❚";
      play.setAttribute("aria-label", words.pause);
    }
  }

  /** While the pointer wanders over the figure, what lies below it stays where it is. */
  #point(look: Look): void {
    if (look.cell === this.#look.cell && look.term === this.#look.term && look.later === this.#look.later) return;
    this.#look = look;
    const figure = this.#element.querySelector<HTMLElement>(".ag-figure");
    const height = figure?.offsetHeight;
    this.#draw();
    if (figure !== null) figure.style.minHeight = `${height}px`;
  }

  #leave(): void {
    this.#look = { later: this.#look.later };
    this.#draw();
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
      const key = cell.dataset.key!;
      const isAgain = key === this.#session.state.select;
      this.#change((session) => session.set("select", key));
      if (isAgain) this.#edit();
      return;
    }
    const button = target.closest<HTMLElement | SVGElement>("button, svg [data-set]");
    if (button === null) return;
    const { set, value, add, copy } = button.dataset;
    if (set !== undefined && value !== undefined) this.#set(set, value);
    if (add !== undefined) this.#change((session) => session.add(Number(add)));
    if (copy !== undefined) this.#copy(button, copy);
    if ("back" in button.dataset) this.#goBack();
    if ("play" in button.dataset) this.#togglePlay();
    if ("run" in button.dataset) this.#run(this.#session.good);
    if ("undo" in button.dataset) this.#change((session) => session.undo());
    if ("redo" in button.dataset) this.#change((session) => session.redo());
    if ("reset" in button.dataset) this.#change((session) => session.reset());
  }

  #goBack(): void {
    const top = this.#readAt;
    this.#readAt = undefined;
    this.#draw();
    if (top !== undefined) scrollTo({ top });
  }

  #input(event: Event): void {
    const { dataset, value } = event.target as HTMLInputElement | HTMLSelectElement;
    if (dataset.set !== undefined) this.#set(dataset.set, value);
    if ("edit" in dataset) this.#change((session) => session.type(value));
  }

  #set(names: string, value: string): void {
    if (names === "step") this.#player.stop();
    this.#change((session) => session.set(names, value));
  }

  #focus(event: FocusEvent): void {
    const { dataset } = event.target as HTMLElement;
    const { key } = dataset;
    if (
      key !== undefined &&
      key !== this.#session.state.select &&
      (event.target as Element).matches(":focus-visible")
    ) {
      this.#change((session) => session.set("select", key));
    }
  }

  #keydown(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    const isTyping = target.matches("input[type=text], select");
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !isTyping;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isUndo) this.#change((session) => (event.shiftKey ? session.redo() : session.undo()));
    else if (!isPlain || !this.#pressed(event.key, target, isTyping)) return;
    event.preventDefault();
  }

  /** @returns whether the key meant something. */
  #pressed(key: string, target: HTMLElement, isTyping: boolean): boolean {
    if (isTyping) {
      if (key !== "Enter" || !("edit" in target.dataset)) return false;
      this.#element.querySelector<HTMLElement>(`td[data-key="${CSS.escape(this.#session.state.select)}"]`)?.focus();
      return true;
    }
    if (target.dataset.key !== undefined && (moveInGrid(key, target) || this.#editByKey(key))) return true;
    const tab = target.matches("[role=radio]") ? tabBeside(key, target) : null;
    const chosen = tab ?? this.#element.querySelector<HTMLElement>(`[data-digit="${CSS.escape(key)}"]`);
    chosen?.click();
    tab?.focus();
    return chosen !== null;
  }

  #editByKey(key: string): boolean {
    if (this.#session.number === undefined) return false;
    if (key === "+" || key === "-") this.#change((session) => session.add(key === "+" ? 1 : -1));
    else if (key === "Enter" || key === "F2") this.#edit();
    else if (/^[0-9.]$/.test(key)) this.#edit(key);
    else return false;
    return true;
  }

  /** @param text what was typed already. */
  #edit(text?: string): void {
    const input = this.#element.querySelector<HTMLInputElement>("[data-edit]");
    if (input === null) return;
    input.focus();
    if (text === undefined) input.select();
    else {
      input.value = text;
      this.#change((session) => session.type(text));
    }
  }

  #togglePlay(): void {
    const { isPlaying } = this.#player;
    this.#player.stop();
    if (!isPlaying) {
      if (this.#step() >= this.#steps()) this.#change((session) => session.set("step", "0"));
      this.#player.play();
    }
    this.#draw();
  }

  /** @returns whether there are more. */
  #playOn(): boolean {
    const next = this.#step() + 1;
    if (next >= this.#steps()) this.#player.stop();
    this.#change((session) => session.set("step", String(next)));
    return next < this.#steps();
  }

  #steps(): number {
    return this.#widget.steps?.(this.#session.good) ?? 0;
  }

  #step(): number {
    const { state } = this.#session;
    return "step" in state ? Number(state.step) : 0;
  }

  /** Where the browser does not let a page copy, it selects what is to be copied. */
  async #copy(button: Element, what: string): Promise<void> {
    const block = this.#element.querySelector(`[data-code="${what}"]`);
    const text = block?.textContent ?? location.href.split("#")[0] + this.#link();
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = words.copied;
    } catch {
      if (block !== null) getSelection()?.selectAllChildren(block);
    }
  }
}

/** Why something that takes longer came to nothing, where a reader should know. */
function failed(error: unknown): string {
  if (!(error instanceof Error)) throw error;
  return `<p class="ag-verdict">${escapeHtml(words.failed(error.message))}</p>`;
}

/** What is being typed stays as it is typed; what did not change is not touched. */
function keep(from: HTMLElement, to: HTMLElement): boolean {
  if (from.isEqualNode(to)) return from instanceof HTMLInputElement && from.value !== (to as HTMLInputElement).value;
  if (from === document.activeElement && "edit" in from.dataset) return false;
  if (from instanceof HTMLDetailsElement) (to as HTMLDetailsElement).open = from.open;
  return true;
}
