import { escapeHtml } from "./escape.ts";
import { page, section } from "./page.ts";
import { folded } from "./tables.ts";

/** A picture with what is written below it. `picture` is a `src` text. */
export interface Labeled {
  readonly picture: string;
  readonly label: string;
}

/** Pictures that belong together: a layer's maps or filters. */
export interface Wall {
  readonly title: string;
  /** What black, white and colors mean. */
  readonly scale: string;
  /** The file with all of them in one picture, beside the page. */
  readonly file: string | null;
  readonly pictures: readonly Labeled[];
}

/** How many pictures of a wall are shown; the others are folded. */
const mostShown = 32;

/** The page of a network's filters, and of what it makes of an image. */
export function renderGallery({
  title,
  input,
  walls,
}: {
  readonly title: string;
  /** Empty where there is no image. */
  readonly input: readonly Labeled[];
  readonly walls: readonly Wall[];
}): string {
  const images =
    input.length === 0
      ? ""
      : `<div class="maps broad">${input.map((each) => figure(each, ' class="large"')).join("")}</div>`;
  const sections = walls.map(({ title: name, scale, file, pictures }) => {
    const link = file === null ? "" : ` <a href="${encodeURIComponent(file)}">${escapeHtml(file)}</a>`;
    const rest = folded(`The other ${pictures.length - mostShown}`, maps(pictures.slice(mostShown)));
    return section(
      name,
      `<div class="broad"><p>${escapeHtml(scale)}${link}</p>${maps(pictures.slice(0, mostShown))}${rest}</div>`,
    );
  });
  return page(title, `<h1>${escapeHtml(title)}</h1>${section("The image", images)}${sections.join("")}`);
}

function maps(pictures: readonly Labeled[]): string {
  return pictures.length === 0 ? "" : `<div class="maps">${pictures.map((each) => figure(each)).join("")}</div>`;
}

function figure({ picture, label }: Labeled, attributes = ""): string {
  return `<figure${attributes}><img src="${picture}" alt=""><figcaption>${escapeHtml(label)}</figcaption></figure>`;
}
