import { fill, openFile } from "./open.node.ts";
import type { OpenOptions } from "./openOptions.ts";
import { reading } from "./reading.node.ts";
import type { ByteSource } from "./source.ts";

interface FileOptions extends OpenOptions {
  /** The most that is read at once. */
  readonly piece?: number | undefined;
}

/** @throws FormatError if it cannot be opened. */
export async function openFileSource(path: string, { piece, ...how }: FileOptions = {}): Promise<ByteSource> {
  const handle = await openFile(path, how);
  try {
    const { size } = await reading(path, handle.stat());
    const read = (target: Uint8Array, offset: number) => fill(handle, path, target, offset, piece);
    return { name: path, size, read, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
