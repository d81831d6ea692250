interface ImportMeta {
  /** Vite's: modules by their path, each loaded when it is called; or all at once, for their styles. */
  glob<T>(pattern: string, options?: { eager: true }): Readonly<Record<string, () => Promise<T>>>;
}
