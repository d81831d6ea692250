import { bugDevice } from "../../museum/bugDevice.ts";
import { catalog } from "../../museum/catalog/index.ts";
import type { Opened } from "./platform.ts";

/** @throws if the museum has no bug of that name. */
export function openBug(name: string): Opened {
  const bug = catalog.find((each) => each.name === name);
  if (bug === undefined) throw new Error(`there is no bug of the name ${name}`);
  const device = bugDevice(bug, { dtype: "float32" });
  return {
    device,
    place: "reference",
    threads: 1,
    note: "the reference device computes, with the bug in it",
    gpu: null,
  };
}
