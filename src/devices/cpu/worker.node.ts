// The pool's threads load this file and call what it exports.
export { work as default } from "./loop.ts";
