import { defaults } from "../../docs/playground/defaults.ts";
import type { Choice, Event, Request, State } from "../../docs/playground/protocol.ts";
import type { Platform } from "../../docs/playground/session/platform.ts";
import { Session } from "../../docs/playground/session/session.ts";
import { platform as node } from "./platform.ts";

type Told<T extends Event["tell"]> = Extract<Event, { tell: T }>;
interface Changes extends Partial<Omit<Choice, "network" | "recipe">> {
  readonly network?: Partial<Choice["network"]>;
  readonly recipe?: Partial<Choice["recipe"]>;
}

export function choiceOf({ network, recipe, ...others }: Changes = {}): Choice {
  return {
    ...defaults,
    ...others,
    network: { ...defaults.network, ...network },
    recipe: { ...defaults.recipe, ...recipe },
  };
}

/** A session, and all that it told. */
export class Listened implements AsyncDisposable {
  readonly events: Event[] = [];
  readonly #session: Session;
  readonly #waiting = new Set<() => void>();

  constructor(platform: Platform = node) {
    this.#session = new Session((event) => {
      this.events.push(event);
      for (const check of this.#waiting) check();
    }, platform);
  }

  async ask(...requests: readonly Request[]): Promise<void> {
    await Promise.all(requests.map((request) => this.#session.ask(request)));
  }

  reset(changes?: Changes): Promise<void> {
    return this.ask({ do: "reset", choice: choiceOf(changes) });
  }

  of<T extends Event["tell"]>(tell: T): Told<T>[] {
    return this.events.filter((event): event is Told<T> => event.tell === tell);
  }

  last<T extends Event["tell"]>(tell: T): Told<T> {
    return this.of(tell).at(-1)!;
  }

  /** Of each step. */
  get losses(): number[] {
    return this.of("steps").flatMap(({ losses }) => losses.map(({ loss }) => loss));
  }

  get steps(): number[] {
    return this.of("steps").flatMap(({ losses }) => losses.map(({ step }) => step));
  }

  get state(): State {
    return this.last("state").state;
  }

  get errors(): string[] {
    return this.of("error").map(({ request, message }) => `${request}: ${message}`);
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!condition()) return;
        this.#waiting.delete(check);
        resolve();
      };
      this.#waiting.add(check);
      check();
    });
  }

  async run(condition: () => boolean = () => this.state !== "running"): Promise<void> {
    await this.ask({ do: "run" });
    await this.until(condition);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.close();
  }
}
