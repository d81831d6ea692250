import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { reading } from "../io/reading.node.ts";
import { checkFileSize, type FileSource } from "./fileSource.ts";

/** The files of a folder; links are followed, hidden files left out. */
export function folderSource(folder: string): FileSource {
  const locate = (path: string) => join(folder, path);

  async function walk(parent: string): Promise<string[]> {
    const paths: string[] = [];
    for (const entry of await reading(locate(parent), readdir(locate(parent), { withFileTypes: true }))) {
      if (entry.name.startsWith(".")) continue;
      const path = parent + entry.name;
      const target = entry.isSymbolicLink() ? await reading(locate(path), stat(locate(path))) : entry;
      if (target.isDirectory()) paths.push(`${path}/`, ...(await walk(`${path}/`)));
      else paths.push(path);
    }
    return paths;
  }

  return {
    locate,
    list: () => walk(""),
    async *read(wanted) {
      for (const path of wanted) {
        const file = locate(path);
        checkFileSize(file, (await reading(file, stat(file))).size);
        yield { path, bytes: await reading(file, readFile(file)) };
      }
    },
  };
}
