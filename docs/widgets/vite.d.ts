interface ImportMeta {
  /** Vite's: modules by their path, each loaded when it is called. */
  glob<T>(pattern: string): Readonly<Record<string, () => Promise<T>>>;
}
