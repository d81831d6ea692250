import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./surface.ts";

export interface Text {
  readonly file: string;
  readonly text: string;
}

const files = ["src", "kernels"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file)),
);

function matches(pattern: RegExp): Text[] {
  return files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(pattern)].map(([, text]) => ({ file, text: text!.trim() })),
  );
}

/** Every docblock of the sources and the kernels, those of what is not exported too. */
export const docblocks = matches(/\/\*\*(.*?)\*\//gs);

/** Every text in quotation marks: messages, help. */
export const strings = matches(/(?<=["`])([A-Z][^"`\n]*)/g);

/** Markup that an editor shows as it stands. */
export const isLatex = ({ text }: Text) => /\$[^${\n]+\$|\\[a-z]{2,}/.test(text.replaceAll(/`[^`]*`/g, ""));

/** "Of the layer." says nothing where what it belongs to is not in sight. */
export const isDangling = ({ text }: Text) => /^Of\b/.test(text);
