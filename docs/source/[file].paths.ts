import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mentionedFiles, root } from "../.vitepress/pages.ts";
import { fence } from "../.vitepress/plugins/directives.ts";

/** A page for each file of the repository that other pages mention. */
export default {
  paths: () =>
    mentionedFiles().map((file) => ({
      params: { file },
      content: `# ${file.replaceAll("/", "/<wbr>")}\n\n${fence(file, readFileSync(join(root, file), "utf8"), 1)}\n`,
    })),
};
