/** The command's calls in a page's blocks of `sh`, each as its arguments, in order. */
export function commandsOf(page: string): string[][] {
  const blocks = [...page.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!);
  const lines = blocks.flatMap((block) => [...block.matchAll(/^npx alexgrad ([^#\n]*)/gm)]);
  return lines.map(([, args]) => args!.trim().split(" "));
}
