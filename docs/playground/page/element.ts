import { Playground } from "./playground.ts";
import css from "./style.css?inline";

/** The page that trains. Whoever leaves it ends the training. */
class TrainPlayground extends HTMLElement {
  #playground: Playground | null = null;

  connectedCallback(): void {
    this.innerHTML = `<style>${css}</style><div class="all"></div>`;
    this.#playground = new Playground(this.lastElementChild as HTMLElement);
  }

  disconnectedCallback(): void {
    this.#playground?.close();
    this.#playground = null;
  }
}

customElements.define("train-playground", TrainPlayground);
