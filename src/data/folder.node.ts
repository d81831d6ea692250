import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FormatError } from "../core/errors.ts";
import { readWhole } from "../io/open.node.ts";
import { reading } from "../io/reading.node.ts";
import { withContent } from "./bytes.node.ts";
import { type FileSource, MAX_IMAGE_BYTES, type SourceFile } from "./fileSource.ts";

/** The files of a folder; links are followed, hidden files left out, and so are links back to a folder around them. */
export function folderSource(folder: string): FileSource {
  const locate = (path: string) => join(folder, path);

  async function walk(parent: string, around: readonly string[]): Promise<string[]> {
    const { dev, ino } = await reading(locate(parent), stat(locate(parent), { bigint: true }));
    const self = `${dev}:${ino}`;
    if (around.includes(self)) return [];
    const paths = [parent];
    for (const entry of await reading(locate(parent), readdir(locate(parent), { withFileTypes: true }))) {
      if (entry.name.startsWith(".")) continue;
      const path = parent + entry.name;
      const isFolder = entry.isSymbolicLink() ? await leadsToFolder(locate(path)) : entry.isDirectory();
      if (isFolder) paths.push(...(await walk(`${path}/`, [...around, self])));
      else paths.push(path);
    }
    return paths;
  }

  return {
    locate,
    list: async () => (await walk("", [])).slice(1),
    async *read(wanted) {
      for (const path of wanted) yield await readImage(path, locate(path));
    },
    async visit(wanted, visitor) {
      for (const path of [...wanted]) {
        await withContent(locate(path), (open) => visitor({ path, ...open }));
      }
    },
  };
}

/** A link that leads nowhere is no folder: if it is an image by its name, reading it will tell. */
async function leadsToFolder(link: string): Promise<boolean> {
  const target = await stat(link).catch(() => null);
  return target?.isDirectory() ?? false;
}

async function readImage(path: string, file: string): Promise<SourceFile> {
  try {
    return { path, bytes: await readWhole(file, MAX_IMAGE_BYTES, { followLink: true }) };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { path, reason: error.reason };
  }
}
