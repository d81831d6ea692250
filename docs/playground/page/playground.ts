import { messageOf } from "../../../src/core/messageOf.ts";
import { address, addressed, initialState, readState } from "../../widgets/core/address.ts";
import type { Event, Place, State } from "../protocol.ts";
import { listen, show } from "./controls.ts";
import { find, make } from "./dom.ts";
import { type Link, openLink } from "./link.ts";
import { bugPanel } from "./panels/bug.ts";
import { dataPanel } from "./panels/data.ts";
import { networkPanel } from "./panels/network.ts";
import { recipePanel } from "./panels/recipe.ts";
import { type Action, runPanel } from "./panels/run.ts";
import type { Part, Stage } from "./part.ts";
import { choiceOf, fields, type Name, type Settings, smallEnough, usualRate } from "./settings.ts";
import { curvesView } from "./views/curves.ts";
import { drawingView } from "./views/drawing.ts";
import { filtersView } from "./views/filters.ts";
import { keepView } from "./views/keep.ts";
import { layersView } from "./views/layers.ts";
import { mapsView } from "./views/maps.ts";
import { readout } from "./views/readout.ts";
import { wrongView } from "./views/wrong.ts";
import { words } from "./words.ts";

/** The address begins with it. */
const key = "train";
const start = initialState(fields);

/** The whole page: settings become requests, what the worker tells goes to all parts. */
export class Playground {
  readonly #root: HTMLElement;
  readonly #link: Link;
  readonly #listeners = new AbortController();
  readonly #run = runPanel((action) => this.#act(action));
  readonly #bug = bugPanel();
  readonly #data: ReturnType<typeof dataPanel>;
  readonly #curves = curvesView();
  readonly #views: readonly Part[];
  #settings: Settings = start;
  /** What is wrong with the address, or with what was set last. */
  #refused = "";
  #state: State = "empty";
  /** Of the training that is built: what decides its curve. */
  #built = "";
  #isRunNext = false;
  #step = 0;
  #steps = 0;
  #testError: number | null = null;
  #where = "";
  #computing: Settings["place"] = "cpu";

  constructor(root: HTMLElement) {
    this.#root = root;
    const stage: Stage = {
      send: (request) => this.#link.send(request),
      say: (sentence) => this.#run.say(sentence),
    };
    this.#data = dataPanel(root, stage, () => this.#changed());
    const figures = readout();
    const parts = [layersView(), filtersView(), mapsView(stage), wrongView(), drawingView(stage), keepView(stage)];
    this.#views = [this.#data, figures, this.#curves, ...parts];
    this.#run.element.append(figures.element);
    const setup = make('<div class="setup"></div>');
    const panels = [this.#data.element, networkPanel(), recipePanel(), this.#bug.element];
    setup.append(...panels);
    const views = make('<div class="views"></div>');
    views.append(this.#curves.element, ...parts.map(({ element }) => element));
    root.replaceChildren(this.#run.element, setup, views);
    if (matchMedia("(min-width: 960px)").matches) {
      for (const panel of panels) (panel as HTMLDetailsElement).open = true;
    }
    listen(root, (name, text, control) => this.#set(name, text, control));
    const { signal } = this.#listeners;
    window.addEventListener("hashchange", () => addressed(location.hash, key) !== null && this.#read(), { signal });
    this.#link = openLink(
      (event) => this.#hear(event),
      (message) => this.#run.say(words.run.failed(message), true),
    );
    this.#read();
  }

  close(): void {
    this.#listeners.abort();
    this.#curves.close();
    this.#link.close();
  }

  /** What the address says; another network needs a new training. */
  #read(): void {
    const { place } = this.#settings;
    this.#refused = "";
    try {
      this.#settings = readState(fields, addressed(location.hash, key) ?? "", start);
    } catch (error) {
      this.#refused = words.run.refused(messageOf(error));
      this.#run.say(this.#refused, true);
    }
    show(this.#root, this.#settings);
    this.#bug.show(this.#settings.bug);
    if (this.#settings.place !== place && this.#built !== "") this.#move();
    this.#changed();
  }

  #set(name: Name, text: string, control: HTMLElement): void {
    const before = this.#settings;
    try {
      const value = fields[name].read(text);
      control.removeAttribute("aria-invalid");
      this.#settings = { ...before, [name]: value };
      this.#refused = "";
    } catch (error) {
      control.setAttribute("aria-invalid", "true");
      this.#refused = `${words.fields[name]}: ${messageOf(error)}. `;
      this.#run.say(this.#refused, true);
      return;
    }
    const { optimizer, bug } = this.#settings;
    if (name === "optimizer") this.#settings = { ...this.#settings, lr: usualRate[optimizer] };
    if (name === "bug" && before.bug === "" && bug !== "") this.#settings = { ...this.#settings, ...smallEnough };
    if (name === "optimizer" || name === "bug") show(this.#root, this.#settings);
    if (name === "bug") this.#bug.show(bug);
    this.#write();
    if (name === "place") this.#move();
    else this.#changed();
  }

  #move(): void {
    this.#link.send({ do: "move", place: this.#settings.place });
  }

  #write(): void {
    history.replaceState(history.state, "", address(key, fields, this.#settings, start));
  }

  /** Nothing is lost by a change: what has begun goes on as it is. */
  #changed(): void {
    if (this.#step === 0 && this.#state !== "running" && this.#curve !== this.#built) this.#reset();
    this.#run.pending(this.#curve !== this.#built);
  }

  get #curve(): string {
    const { chosen, version } = this.#data;
    const images = chosen === "own" ? version : 0;
    return JSON.stringify({ ...choiceOf(this.#settings, chosen), place: null, images });
  }

  #reset(): void {
    this.#built = this.#curve;
    this.#link.send({ do: "reset", choice: choiceOf(this.#settings, this.#data.chosen) });
  }

  #act(action: Action): void {
    if (action === "step") this.#link.send({ do: "step" });
    else if (action === "lose") this.#link.send({ do: "lose" });
    else if (action === "reset") this.#reset();
    else if (action === "anew" || this.#state === "done") {
      this.#isRunNext = true;
      this.#reset();
    } else this.#link.send({ do: this.#state === "running" ? "pause" : "run" });
  }

  #hear(event: Event): void {
    for (const view of this.#views) view.hear(event);
    switch (event.tell) {
      case "ready":
        [this.#step, this.#steps, this.#testError] = [0, event.steps, null];
        this.#run.progress(0, event.steps);
        this.#run.pending(this.#curve !== this.#built);
        this.#run.say(this.#refused + words.run.ready(event.parameters, event.steps), this.#refused !== "");
        if (this.#isRunNext) this.#link.send({ do: "run" });
        this.#isRunNext = false;
        break;
      case "steps":
        this.#step = event.losses.at(-1)?.step ?? this.#step;
        this.#run.progress(this.#step, this.#steps);
        break;
      case "epoch":
        this.#testError = event.test.error;
        break;
      case "place":
        this.#moved(event.place, event.threads, event.note);
        if (event.step > 0) this.#run.say(words.run.moved(this.#where, event.step));
        break;
      case "lost":
        this.#run.say(words.run.lost(event.message, this.#where, event.step), true);
        break;
      case "state":
        this.#changeState(event.state);
        break;
      case "error":
        // It was over before the reader's wish to pause came.
        if (event.request === "pause") break;
        if (event.request === "reset") [this.#built, this.#isRunNext] = ["", false];
        if (event.request === "move") this.#place(this.#computing);
        this.#run.say(event.message, true);
        break;
    }
  }

  #moved(place: Place, threads: number, note: string | null): void {
    this.#where = words.computesOn(place, threads);
    const alone = place === "cpu" && !crossOriginIsolated ? words.run.alone : "";
    this.#run.says(this.#where, [note, alone].filter(Boolean).join(" "), place === "webgl2" || place === "webgpu");
    find<HTMLSelectElement>(this.#root, "[data-field=place]").disabled = place === "reference";
    if (place === "reference") return;
    this.#computing = place;
    this.#place(place);
  }

  #place(place: Settings["place"]): void {
    if (place === this.#settings.place) return;
    this.#settings = { ...this.#settings, place };
    show(this.#root, this.#settings);
    this.#write();
  }

  #changeState(state: State): void {
    this.#state = state;
    this.#run.show(state);
    if (state === "running") this.#run.say(words.run.running(this.#where));
    if (state === "paused") this.#run.say(words.run.paused(this.#step));
    if (state === "done") this.#run.say(words.run.done(this.#testError));
  }
}
