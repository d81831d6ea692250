import type { Image } from "../../../src/data/resize.ts";
import type { Device } from "../../../src/devices/device.ts";
import type { Place } from "../protocol.ts";

/** A device, and what a reader should know of it. */
export interface Opened {
  readonly device: Device;
  readonly place: Place;
  readonly threads: number;
  readonly note: string | null;
  /** Of a GPU. */
  readonly gpu: Gpu | null;
}

export interface Gpu {
  /** Why nothing runs any more; empty while it runs. */
  readonly lost: string;
  /** Loses it as a driver would. */
  lose(): void;
}

/** What differs between a browser's worker and Node. */
export interface Platform {
  /** @throws what says why it is not here. */
  open(place: Place): Promise<Opened>;
  /** Planar RGB; what is transparent lies on white.
   *  @throws what is wrong with the image. */
  decode(file: string, bytes: Uint8Array): Promise<Image>;
}
