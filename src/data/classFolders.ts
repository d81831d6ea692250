import { describe } from "../core/describe.ts";
import { FormatError } from "../core/errors.ts";

/** An image file and the index of its class. */
export interface LabeledFile {
  readonly path: string;
  readonly label: number;
}

/** Which images belong to which part and class. */
interface ClassFolders {
  readonly classes: readonly string[];
  readonly train: readonly LabeledFile[];
  readonly test: readonly LabeledFile[] | null;
  /** By the endings of their names (`.txt`, or none), how many files of the class folders are no images. */
  readonly leftOut: ReadonlyMap<string, number>;
}

const EXPECTED =
  "expected <class>/<image> or train/<class>/<image> with val/<class>/<image>, as .jpg, .jpeg, .png, .webp, .bmp or .gif";
const TRAIN = ["train", "training"];
const HELD_OUT = ["val", "valid", "validation", "test", "testing"];

/** A listed file or folder, and the steps of its path that are left below some folder, composed as Unicode's NFC: systems
 *  write one name in several ways. */
interface Entry {
  readonly path: string;
  readonly steps: readonly string[];
}

/** Finds the classes in a listing (see `FileSource.list`): the names of the class folders, sorted.
 *
 *  With a folder `train` (or `training`) of class folders at the top, the first of `val`, `valid`, `validation`, `test`,
 *  `testing` that is there too is the test part, and everything else is left alone. Case does not matter. Folders around
 *  everything are skipped; so are hidden files. Files that are no images by name are left out and counted.
 *  @param name of the source, for errors.
 *  @throws FormatError if there are no images, an image lies outside of the class folders, a class has none, or the test
 *  part has a class that training lacks. */
export function findClassFolders(name: string, listing: readonly string[]): ClassFolders {
  const visible = sortByName(new Set(listing)).filter((path) => !isHiddenPath(path));
  const entries = withoutOuterFolders(visible.map((path) => ({ path, steps: path.normalize("NFC").split("/") })));
  const images = entries.filter(isImage);
  if (images.length === 0) {
    const found = visible.length === 0 ? "nothing" : visible.slice(0, 3).map(describe).join(", ");
    throw new FormatError(name, `holds no images: ${EXPECTED}; found ${found}`);
  }
  const findPart = (names: readonly string[]) => {
    const tops = new Set(images.filter(({ steps }) => steps.length >= 3).map(({ steps }) => steps[0]));
    return names.flatMap((part) => [...tops].filter((folder) => folder.toLowerCase() === part))[0];
  };
  const heldOut = findPart(HELD_OUT);
  const train = findPart(TRAIN);
  if (train === undefined) {
    if (heldOut && images.every(({ steps }) => isNamed(HELD_OUT, steps[0]))) {
      throw new FormatError(name, `has ${heldOut}/ but no train/: ${EXPECTED}`);
    }
    const classes = classesOf(name, entries);
    return { classes, train: label(name, entries, classes), test: null, leftOut: countOthers(entries) };
  }
  const training = below(entries, train);
  const classes = classesOf(name, training);
  const held = heldOut === undefined ? [] : below(entries, heldOut);
  const test = heldOut === undefined ? null : label(name, held, classes);
  return { classes, train: label(name, training, classes), test, leftOut: countOthers([...training, ...held]) };
}

/** Whether a file is an image, by its name. */
export function isImagePath(path: string): boolean {
  return /\.(jpe?g|jpe|jfif|png|webp|bmp|gif)$/i.test(path);
}

/** Whether a file or folder is hidden, or left there by the system. */
export function isHiddenPath(path: string): boolean {
  return /(^|\/)(\.|__MACOSX\/)/.test(path);
}

function isImage({ path }: Entry): boolean {
  return isImagePath(path);
}

function isNamed(names: readonly string[], folder: string): boolean {
  return names.includes(folder.toLowerCase());
}

function below(entries: readonly Entry[], folder: string): Entry[] {
  return entries
    .filter(({ steps }) => steps.length >= 2 && steps[0] === folder)
    .map(({ path, steps }) => ({ path, steps: steps.slice(1) }));
}

function withoutOuterFolders(entries: readonly Entry[]): readonly Entry[] {
  const images = entries.filter(isImage);
  const outer = images[0]?.steps[0];
  const isOuter = images.every(({ steps }) => steps.length >= 3 && steps[0] === outer);
  if (outer === undefined || !isOuter || isNamed([...TRAIN, ...HELD_OUT], outer)) return entries;
  return withoutOuterFolders(below(entries, outer));
}

/** By their composed names, so that the order is the same on every system. */
function sortByName(paths: Iterable<string>): string[] {
  const composed = Array.from(paths, (path) => ({ path, name: path.normalize("NFC") }));
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return composed.sort((a, b) => compare(a.name, b.name) || compare(a.path, b.path)).map(({ path }) => path);
}

function countOthers(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    if (entry.steps.length < 2 || entry.path.endsWith("/") || isImage(entry)) continue;
    const ending = /.(\.[^.]*)$/.exec(entry.steps.at(-1)!)?.[1]?.toLowerCase() ?? "";
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return counts;
}

function classesOf(name: string, entries: readonly Entry[]): string[] {
  const folders = entries.filter(({ steps }) => steps.length >= 2);
  const classes = [...new Set(folders.map(({ steps }) => steps[0]))].sort();
  const filled = new Set(folders.filter(isImage).map(({ steps }) => steps[0]));
  const empty = classes.find((folder) => !filled.has(folder));
  if (empty !== undefined)
    throw new FormatError(name, `the class folder ${describe(empty)} holds no images: ${EXPECTED}`);
  return classes;
}

function label(name: string, entries: readonly Entry[], classes: readonly string[]): LabeledFile[] {
  const labels = new Map(classes.map((folder, i) => [folder, i]));
  return entries.filter(isImage).map(({ path, steps }) => {
    if (steps.length < 2) throw new FormatError(name, `${path} lies in no class folder: ${EXPECTED}`);
    const found = labels.get(steps[0]);
    if (found === undefined) throw new FormatError(name, `${path} is of a class that train/ lacks`);
    return { path, label: found };
  });
}
