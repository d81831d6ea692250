/** Where the site will stand: "/" or "/some/folder/". */
export const base = process.env.DOCS_BASE ?? "/";
