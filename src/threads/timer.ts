/** Calls back after a while, for which no process is kept alive. @returns what cancels it. */
export function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  if (typeof timer === "object") timer.unref();
  return () => clearTimeout(timer);
}
