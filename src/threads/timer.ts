/** Calls back after a while, for which no process is kept alive. @returns what cancels it. */
export function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  if (typeof timer === "object") timer.unref();
  return () => clearTimeout(timer);
}

/** Resolves when the event loop has turned: what waited there, as a page's input and drawing, had its turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
