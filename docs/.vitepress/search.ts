import type { DefaultTheme } from "vitepress";

/**
 * Words; and of a run of Chinese characters, which has no spaces, every pair of neighbors.
 * It goes into the page as text: it may use nothing from outside.
 */
export function tokenize(text: string): string[] {
  return text.split(/[\s\p{P}\p{S}]+/u).flatMap((word) =>
    word.split(/(\p{Script=Han}+)/u).flatMap((part) => {
      if (part === "") return [];
      if (part.length < 3 || !/\p{Script=Han}/u.test(part)) return [part];
      return Array.from({ length: part.length - 1 }, (_, i) => part.slice(i, i + 2));
    }),
  );
}

/** In the page, without a server. The API would be nine tenths of the index: it is not in it. */
export const search: NonNullable<DefaultTheme.Config["search"]> = {
  provider: "local",
  options: {
    miniSearch: { options: { tokenize } },
    _render(source, env, md) {
      const html = md.render(source, env);
      if (env.frontmatter?.search === false || env.relativePath.startsWith("api/")) return "";
      return html.replace(/<ol class="footnotes".*?<\/ol>/s, "");
    },
  },
};
