import type { Evidence } from "./evidence.ts";

/** A set of elements of the input. */
type Place = (element: number) => boolean;

/** The largest chance of an accident at which a place is believed. */
const accident = 0.05;

/** Whether all wrong elements lie in a place, most of it is wrong, and that can hardly be an accident. */
export function isOnly({ elements }: Evidence, place: Place): boolean {
  let [wrong, within, live] = [0, 0, 0];
  for (const [element, state] of elements.entries()) {
    if (state === "idle") continue;
    const isWithin = place(element);
    if (state === "wrong" && !isWithin) return false;
    wrong += Number(state === "wrong");
    within += Number(isWithin);
    live++;
  }
  // C(within, wrong) / C(live, wrong): as many elements drawn blindly would all lie within.
  let chance = 1;
  for (let i = 0; i < wrong; i++) chance *= (within - i) / (live - i);
  return 2 * wrong >= within && chance <= accident;
}

/** Whether most of a place is wrong. */
export function isMostlyWrong({ elements }: Evidence, place: Place): boolean {
  let [wrong, live] = [0, 0];
  for (const [element, state] of elements.entries()) {
    if (state === "idle" || !place(element)) continue;
    wrong += Number(state === "wrong");
    live++;
  }
  return wrong > 0 && 2 * wrong >= live;
}
