import type { Device, DType, Handle } from "../devices/device.ts";
import { formatShape, type Shape, sizeOf } from "./shape.ts";

/** How many bytes an element takes. */
export function bytesOf(dtype: DType): number {
  return dtype === "float64" ? 8 : 4;
}

const live = new Set<Storage>();

/** A device buffer, freed when the last tensor on it is disposed or garbage-collected. */
export class Storage {
  readonly device: Device;
  readonly handle: Handle;
  /** The shape of the tensor that it was made for. */
  readonly shape: Shape;
  #owners = 1;

  constructor(device: Device, handle: Handle, shape: Shape) {
    this.device = device;
    this.handle = handle;
    this.shape = shape;
    live.add(this);
  }

  get bytes(): number {
    return sizeOf(this.shape) * bytesOf(this.device.dtype);
  }

  get isShared(): boolean {
    return this.#owners > 1;
  }

  retain(): this {
    this.#owners++;
    return this;
  }

  release(): void {
    if (--this.#owners !== 0) return;
    live.delete(this);
    this.device.free(this.handle);
  }

  /** Its buffer was donated: there is nothing left to free. */
  giveUp(): void {
    live.delete(this);
  }
}

export function sumOfBytes(storages: Iterable<Storage>): number {
  return [...storages].reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The shapes that take most of a device's memory: "250 of [1024, 4096] (4000.0 MiB), …"; nothing where there are none.
 *  @param holds whether there is memory behind a handle yet. */
export function describeLargest(device: Device, count: number, holds: (handle: Handle) => boolean): string {
  const shapes = new Map<string, { tensors: number; bytes: number }>();
  for (const storage of live) {
    if (storage.device !== device || !holds(storage.handle)) continue;
    const name = formatShape(storage.shape);
    const { tensors, bytes } = shapes.get(name) ?? { tensors: 0, bytes: 0 };
    shapes.set(name, { tensors: tensors + 1, bytes: bytes + storage.bytes });
  }
  return [...shapes]
    .toSorted(([, a], [, b]) => b.bytes - a.bytes)
    .slice(0, count)
    .map(([name, { tensors, bytes }]) => `${tensors} of ${name} (${(bytes / 2 ** 20).toFixed(1)} MiB)`)
    .join(", ");
}
