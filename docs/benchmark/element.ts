import type { Results } from "../../bench/results.ts";
import { messageOf } from "../../src/core/messageOf.ts";
import { escapeHtml } from "../../src/train/report/escape.ts";
import { choiceOf, form } from "./form.ts";
import css from "./style.css?inline";
import { words } from "./words.ts";

/** Measures in the reader's browser, and shows the results beside another machine's. What measures is loaded when it is
 *  asked for. */
class BenchmarkElement extends HTMLElement {
  #results: Results | null = null;
  #other: Results | null = null;
  #running: AbortController | null = null;

  connectedCallback(): void {
    this.innerHTML = `<style>${css}</style>${form}`;
    this.#find("form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#measure();
    });
    this.#button("stop").addEventListener("click", () => this.#running?.abort());
    this.#button("copy").addEventListener("click", () => void this.#copy());
    this.#button("download").addEventListener("click", () => this.#download());
    this.#find<HTMLInputElement>("[name=open]").addEventListener("change", ({ target }) => {
      const [file] = (target as HTMLInputElement).files ?? [];
      if (file !== undefined) void this.#open(file);
    });
  }

  disconnectedCallback(): void {
    this.#running?.abort();
  }

  async #measure(): Promise<void> {
    const choice = choiceOf(this.#find("form"));
    if (choice.places.length === 0 || choice.suites.length === 0) return this.#say(words.nothing);
    const running = new AbortController();
    const onHide = () => document.hidden && running.abort(words.hidden);
    document.addEventListener("visibilitychange", onHide);
    this.#running = running;
    this.#results = null;
    this.#setRunning(true);
    const absent = this.#find("ul");
    absent.innerHTML = "";
    const progress = this.#find<HTMLProgressElement>("progress");
    try {
      const { run } = await import("./run.ts");
      await run(choice, {
        signal: running.signal,
        onStatus: (text, share) => {
          this.#say(text);
          progress.value = share;
        },
        onAbsent: (text) => absent.insertAdjacentHTML("beforeend", `<li>${escapeHtml(text)}</li>`),
        onResults: (results) => {
          this.#results = results;
        },
      });
      this.#say(words.done(this.#count));
    } catch (error) {
      const { aborted, reason } = running.signal;
      if (!aborted) this.#say(words.failed(messageOf(error)));
      else this.#say(typeof reason === "string" ? reason : words.stopped(this.#count));
    } finally {
      document.removeEventListener("visibilitychange", onHide);
      this.#running = null;
      this.#setRunning(false);
    }
    await this.#show();
  }

  async #show(): Promise<void> {
    const all = [this.#results, this.#other].filter((results) => results !== null);
    const { describe } = await import("./describe.ts");
    this.#find(".results").innerHTML = all.length === 0 ? "" : describe(all);
  }

  /** A page that is not secure has no clipboard, and a reader may refuse it. */
  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.#json());
      this.#say(words.copied);
    } catch {
      this.#say(words.notCopied);
    }
  }

  #download(): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.#json()], { type: "application/json" }));
    link.download = `alexgrad-bench-${this.#results!.date.slice(0, 10)}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async #open(file: File): Promise<void> {
    try {
      const { parseResults } = await import("../../bench/readResults.ts");
      this.#other = parseResults(await file.text(), file.name);
      await this.#show();
      this.#say("");
    } catch (error) {
      this.#say(messageOf(error));
    }
  }

  get #count(): number {
    return this.#results?.rows.length ?? 0;
  }

  #json(): string {
    return JSON.stringify(this.#results, null, 2);
  }

  #setRunning(isRunning: boolean): void {
    this.#button("measure").disabled = isRunning;
    this.#button("stop").disabled = !isRunning;
    this.#find<HTMLProgressElement>("progress").hidden = !isRunning;
    this.#find(".results-buttons").hidden = this.#results === null;
  }

  #say(text: string): void {
    this.#find("[role=status]").textContent = text;
  }

  #button(name: string): HTMLButtonElement {
    return this.#find(`button[name=${name}]`);
  }

  #find<E extends HTMLElement>(selector: string): E {
    return this.querySelector<E>(selector)!;
  }
}

customElements.define("browser-benchmark", BenchmarkElement);
