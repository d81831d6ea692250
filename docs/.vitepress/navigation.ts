import type { DefaultTheme } from "vitepress";
import { addressOf, type Page, pages, pagesIn, read } from "./pages.ts";

const sections = [
  { folder: "start", text: "Start" },
  { folder: "ops", text: "Operators" },
  { folder: "gradients", text: "Gradients" },
  { folder: "alexnet", text: "AlexNet" },
  { folder: "guides", text: "Guides" },
  { folder: "house", text: "The house" },
];

const item = ({ path, title }: Page) => ({ text: title.replaceAll("`", ""), link: addressOf(path) });
const written = sections.filter(({ folder }) => pagesIn(folder).length > 0);
const alone = (path: string) => pages.filter((page) => page.path === path).map(item);

/** Whether it has threads is decided when a page is loaded: links to it load it. */
const playground = { text: "Playground", link: "/playground/", target: "_self" };

/** What is written, by folder: a new page appears by itself. */
const book: DefaultTheme.SidebarItem[] = [
  ...written.map(({ folder, text }) => ({ text, items: pagesIn(folder).map(item) })),
  playground,
  ...alone("decisions/index.md"),
  ...alone("questions.md"),
  { text: "API", link: "/api/" },
];

/** The package's entry points; their pages list what they have. */
const entries: string[] = Object.keys(JSON.parse(read("package.json")).exports)
  .filter((entry) => !entry.endsWith(".json"))
  .map((entry) => entry.replace(".", "alexgrad"));

export const sidebar: DefaultTheme.SidebarMulti = {
  "/": book,
  "/api/": [
    { text: "API", items: entries.map((entry) => ({ text: entry, link: `/api/${entry}/` })) },
    { text: "The book", link: "/" },
  ],
  "/decisions/": [
    { text: "Decisions", items: pagesIn("decisions").map(item) },
    { text: "The book", link: "/" },
  ],
};

export const nav: DefaultTheme.NavItem[] = [
  ...written.map(({ folder, text }) => ({
    text,
    link: addressOf(pagesIn(folder)[0]!.path),
    activeMatch: `^/${folder}/`,
  })),
  playground,
  ...alone("questions.md"),
  { text: "API", link: "/api/", activeMatch: "^/api/" },
];
