import type { DeviceError } from "../core/errors.ts";
import type { Floats, Handle } from "./device.ts";
import { Busy } from "./executor.ts";

/** What a handle stands for: a buffer, or the step that will compute it. */
export class QueuedBuffer<B> implements Handle {
  readonly size: number;
  readonly owner: object;
  buffer: B | null = null;
  /** What is to be written, until there is a buffer. */
  values: Floats | null = null;
  error: DeviceError | null = null;
  /** Freed or donated: no later call may use it. */
  gone = false;
  /** How many steps that are not done need the buffer. */
  users = 0;
  /** Computes the buffer; null once it has begun. */
  maker: Step<B> | null = null;
  /** Whether there was no room for it once, and tensors that nobody can reach were collected. */
  wasShort = false;

  constructor(size: number, owner: object) {
    this.size = size;
    this.owner = owner;
  }
}

/** One call, in the order of all. */
interface Step<B> {
  /** Begins; resolves when it is done, or says that it could not begin. Never throws and never rejects. Null once it
   *  has begun, and where nobody will ask for its result. */
  work: ((urgent: boolean) => void | Promise<void> | Busy) | null;
  readonly needs: readonly QueuedBuffer<B>[];
  readonly makes: QueuedBuffer<B> | null;
  /** Tells the caller, whose next call begins at once if nothing else waits. */
  readonly tell?: () => void;
}

/** How many steps may wait before the calling thread works on them itself. */
const mostWaiting = 4096;
/** How many steps that have begun the list of waiting steps forgets at a time. */
const stepsAtOnce = 1024;

/** Begins steps in their order, one behind the other. A step whose result was freed before it began, and that no other
 *  needs, does not begin; a buffer is released once it was freed and no step needs it. */
export class Steps<B> {
  readonly #release: (queued: QueuedBuffer<B>) => void;
  readonly #waiting: Step<B>[] = [];
  /** Index of the first that has not begun. */
  #next = 0;
  /** Whether a step is under way, or the next one cannot begin yet. */
  #isHeld = false;
  #isUnderWay = false;
  /** Whether working on the calling thread led nowhere; until the event loop turns. */
  #isStuck = false;

  constructor(release: (queued: QueuedBuffer<B>) => void) {
    this.#release = release;
  }

  add(step: Step<B>): void {
    for (const queued of step.needs) queued.users++;
    if (step.makes !== null) step.makes.maker = step;
    if (!this.#isHeld && this.#begin(step, false)) return;
    this.#waiting.push(step);
    if (this.#waiting.length - this.#next > mostWaiting && !this.#isStuck) {
      this.#advance(true);
      this.#isStuck = this.#isHeld;
    }
  }

  /** To be called when a buffer is gone. */
  retire(queued: QueuedBuffer<B>): void {
    if (queued.users > 0) return;
    const retired = [queued];
    for (const each of retired) {
      const { maker } = each;
      if (maker !== null) {
        maker.work = null;
        each.maker = null;
        for (const needed of maker.needs) if (--needed.users === 0 && needed.gone) retired.push(needed);
      }
      this.#release(each);
    }
  }

  #advance(urgent: boolean): void {
    while (this.#next < this.#waiting.length && !this.#isUnderWay) {
      if (!this.#begin(this.#waiting[this.#next], urgent)) return;
      if (++this.#next === stepsAtOnce) this.#forget();
    }
    this.#isHeld = this.#isUnderWay;
    if (!this.#isHeld) this.#forget();
  }

  #forget(): void {
    this.#waiting.splice(0, this.#next);
    this.#next = 0;
  }

  /** Whether the step has begun; else it is tried again when that may help. */
  #begin(step: Step<B>, urgent: boolean): boolean {
    const { work, makes } = step;
    if (work === null) return true;
    const outcome = work(urgent);
    if (outcome instanceof Busy) {
      this.#isHeld = true;
      void outcome.until.then(() => {
        this.#isStuck = false;
        this.#advance(false);
      });
      return false;
    }
    step.work = null;
    if (makes !== null) makes.maker = null;
    if (outcome === undefined) this.#finish(step);
    else {
      this.#isHeld = true;
      this.#isUnderWay = true;
      void outcome.then(() => {
        this.#isStuck = false;
        this.#isUnderWay = false;
        this.#finish(step);
        this.#advance(false);
      });
    }
    return true;
  }

  #finish({ needs, makes, tell }: Step<B>): void {
    for (const queued of needs) if (--queued.users === 0 && queued.gone) this.retire(queued);
    if (makes?.gone) this.retire(makes);
    tell?.();
  }
}
