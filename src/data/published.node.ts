import { FormatError } from "../core/errors.ts";
import type { Sample } from "./allocate.ts";
import { isCifarHome, readCifarHome } from "./cifar.node.ts";
import { isHiddenPath, isImagePath } from "./classFolders.ts";
import type { Parts } from "./dataset.ts";
import type { FileSource } from "./fileSource.ts";
import type { Home } from "./home.ts";
import { isIdxHome, readIdxHome } from "./idx.node.ts";

/** A published layout: how its files are known and what is done with them. */
interface Layout {
  isHome(names: readonly string[]): boolean;
  read(home: Home, sample: Sample): Promise<Parts>;
}

const layouts: readonly Layout[] = [
  { isHome: isIdxHome, read: readIdxHome },
  { isHome: isCifarHome, read: readCifarHome },
  pickles("CIFAR-10", "cifar-10-binary.tar.gz", (names) => names.includes("data_batch_1")),
  pickles("CIFAR-100", "cifar-100-binary.tar.gz", (names) =>
    ["train", "test", "meta"].every((name) => names.includes(name)),
  ),
];

/** What Python alone can read: a pickle may run any code. */
function pickles(set: string, binary: string, isHome: Layout["isHome"]): Layout {
  return {
    isHome,
    async read({ name }) {
      throw new FormatError(
        name,
        `holds ${set} as Python pickles, which are not read: take its binary version, ${binary}`,
      );
    },
  };
}

/** How to read the data set whose published files lie at the top of a source, or in one folder of a source without images;
 *  null if there is none.
 *  @param listing see `FileSource.list`.
 *  @throws FormatError if there are several. */
export function findPublished(
  name: string,
  source: FileSource,
  listing: readonly string[],
): ((sample: Sample) => Promise<Parts>) | null {
  const visible = listing.filter((path) => !isHiddenPath(path));
  const folders = new Map<string, string[]>();
  for (const file of visible) {
    const path = file.slice(0, file.lastIndexOf("/") + 1);
    const names = folders.get(path) ?? [];
    folders.set(path, names);
    names.push(file.slice(path.length));
  }
  const found = [...folders].flatMap(([path, unsorted]) => {
    const names = unsorted.sort();
    const layout = layouts.find(({ isHome }) => isHome(names));
    return layout === undefined
      ? []
      : [{ path, read: (sample: Sample) => layout.read({ name, source, path, names }, sample) }];
  });
  const atTop = found.find(({ path }) => path === "");
  if (atTop !== undefined) return atTop.read;
  if (found.length === 0 || visible.some(isImagePath)) return null;
  if (found.length === 1) return found[0].read;
  throw new FormatError(name, `expected one data set; got those in ${found.map(({ path }) => path).join(", ")}`);
}
