/** Two galleries beside each other, each with its name. */
export function pair(first: string, second: string): string {
  const one = (name: string) =>
    `<figure><figcaption>${name}</figcaption><canvas role="img" aria-label="${name}" width="1" height="1"></canvas></figure>`;
  return `<div class="pair">${one(first)}${one(second)}</div>`;
}
