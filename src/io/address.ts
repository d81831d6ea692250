import { FormatError } from "../core/errors.ts";
import { kind } from "../core/kinds.ts";

/** A path or an address: a text, or a `URL`, whose type programs without a browser's or Node's types do not have. */
export type Place = string | { readonly href: string };

export const placeKind = kind("a path or an address", (value): value is Place => {
  if (typeof value === "string") return true;
  return typeof value === "object" && value !== null && "href" in value && typeof value.href === "string";
});

/** The address that a place is.
 *  @param base what it is relative to.
 *  @throws FormatError unless it is one. */
export function addressOf(place: Place, base?: string): URL {
  const text = typeof place === "string" ? place : place.href;
  if (!URL.canParse(text, base)) throw new FormatError(text, "expected an address of http or https");
  return new URL(text, base);
}

/** How an address is named in messages and in what is kept: without what may be a secret. */
export const nameOf = ({ origin, pathname }: URL) => origin + pathname;

export const isHttp = ({ protocol }: URL) => /^https?:$/.test(protocol);
