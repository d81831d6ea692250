import type { Store } from "./store.ts";

/** In the page's local storage, where there is one: workers have none, and a page may be kept from it. */
export const store: Store = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(`alexgrad ${key}`) ?? "");
    } catch {
      return undefined;
    }
  },

  write(key, value) {
    try {
      localStorage.setItem(`alexgrad ${key}`, JSON.stringify(value));
    } catch {}
  },
};
