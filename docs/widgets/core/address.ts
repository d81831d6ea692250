import { OptionError } from "../../../src/core/errors.ts";
import { messageOf } from "../../../src/core/messageOf.ts";
import type { Fields } from "./fields.ts";

type Key<S> = keyof S & string;

const keysOf = <S>(fields: Fields<S>) => Object.keys(fields) as Key<S>[];

export function initialState<S extends object>(fields: Fields<S>): S {
  return Object.fromEntries(keysOf(fields).map((key) => [key, fields[key].initial])) as S;
}

/** What an address or an attribute says: "stride=2&x=ramp", over another state.
 *  @throws OptionError for a name that is no field, or a value that its field does not take. */
export function readState<S extends object>(fields: Fields<S>, text: string, over: S): S {
  const said = new URLSearchParams(text);
  const unknown = [...said.keys()].find((key) => !(key in fields));
  if (unknown !== undefined) throw new OptionError(`expected one of ${keysOf(fields).join(", ")}; got ${unknown}`);
  const read = keysOf(fields).flatMap((key) => {
    const value = said.get(key);
    return value === null ? [] : [[key, readField(fields, key, value)] as const];
  });
  return { ...over, ...Object.fromEntries(read) };
}

function readField<S>(fields: Fields<S>, key: Key<S>, text: string): S[Key<S>] {
  try {
    return fields[key].read(text);
  } catch (error) {
    throw new OptionError(`${key}: ${messageOf(error)}`, { cause: error });
  }
}

/** A state's differences from the one at the beginning, as readState reads them. */
function writeState<S extends object>(fields: Fields<S>, state: S, from: S): string {
  const write = (key: Key<S>, all: S) => fields[key].write(all[key]);
  return keysOf(fields)
    .filter((key) => write(key, state) !== write(key, from))
    .map((key) => `${key}=${encodeURI(write(key, state)).replaceAll("&", "%26").replaceAll("#", "%23")}`)
    .join("&");
}

/** The part of an address behind and with "#": the widget, then its state. */
export function address<S extends object>(widget: string, fields: Fields<S>, state: S, from: S): string {
  return [`#${widget}`, writeState(fields, state, from)].filter(Boolean).join("&");
}

/** What the address says of a widget; null if it speaks of something else. */
export function addressed(hash: string, widget: string): string | null {
  const [name, ...rest] = hash.replace(/^#/, "").split("&");
  return name === widget ? rest.join("&") : null;
}
