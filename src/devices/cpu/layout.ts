/** The words that the main thread and the workers share, as indices of 32-bit words from the start of the memory:
 *  control words on a cache line each, a ring of slots, and then the heap.
 *
 *  Commands are numbered from 0 in the order of their calls, and run in that order: command n + 1 begins when command n
 *  is completed. Command n is described by slot n mod `slots`, which the main thread fills before it publishes the
 *  command and fills again only once the command is completed. Numbers are kept modulo 2³².
 *
 *  A command is cut into chunks. Only a thread that has claimed a chunk reads the rest of the slot, and until that chunk is done
 *  the command is not completed: so nobody reads a slot that is being filled. */

/** Commands published. Written by the main thread. */
export const SUBMITTED = 16;
/** Commands completed. Written by whoever does the last chunk; by the main thread while no worker runs. */
export const COMPLETED = 32;
/** The value of COMPLETED at which the main thread wants to be woken. Written by the main thread. */
export const AWAITED = 48;
/** Workers that run or look for work. Each adds itself when it comes and takes itself away before it sleeps or leaves. */
export const AWAKE = 64;
/** Workers sleep on this word; whoever wakes them adds 1 first, so that none falls asleep in between. */
export const SIGNAL = 80;
/** 1: workers leave after the chunk they are at. Written by the main thread. */
export const STOP = 96;
export const maxThreads = 64;

export const slots = 1024;
const slotWords = 128;
const ring = 256;
/** Where the heap begins, in bytes. */
export const heapStart = (ring + slots * slotWords) * 4;

/** Words within a slot.
 *
 *  CLAIM holds the command's number with its low bits, which the slot implies, replaced by the number of chunks nobody
 *  has claimed yet. A chunk is claimed by comparing and exchanging the whole word, which fails if the slot has meanwhile
 *  been filled for another command. */
export const CLAIM = 0;
/** Chunks done. Each thread adds the one that it did. */
export const DONE = 1;
/** 0, or what went wrong: the smallest non-zero result of the chunks, `trapped` or `lost`. */
export const FAILED = 2;
/** The bits of the value that the entry complained about. Written with the completion. */
export const VALUE = 3;
export const CHUNKS = 4;
/** Units of a chunk, and of the command. */
export const CHUNK = 5;
export const UNITS = 6;
/** Index in `entryPoints`. */
export const ENTRY = 7;
/** Number of pointers, whose values are at POINTERS. */
export const POINTER_COUNT = 8;
/** Where the scratch of worker 0 begins, and how many bytes each worker has; 0 for none. */
export const SCRATCH = 9;
export const SCRATCH_BYTES = 10;
/** Whether a record is at RECORD. */
export const HAS_RECORD = 11;
/** The buffer whose status the command writes, and whether it is written in place over an input. */
export const OUTPUT = 12;
export const IN_PLACE = 13;
/** Number of buffers whose status the command depends on, with their addresses at INPUTS. */
export const INPUT_COUNT = 14;
/** Address of the input that the entry checks; 0 for none. */
export const CHECKED = 15;
export const POINTERS = 16;
export const maxPointers = 16;
export const INPUTS = 32;
export const maxInputs = 16;
export const RECORD = 48;
export const maxRecord = 64;
/** Why the entry trapped: characters, a byte each, up to the first 0. */
export const TEXT = 112;
export const textBytes = 64;

/** In FAILED: less than any result of an entry, and so what is kept of several. */
export const trapped = -1;
export const lost = -2;

export function slotOf(command: number): number {
  return ring + (command & (slots - 1)) * slotWords;
}

/** CLAIM of a command of which nothing is claimed. */
export function claimOf(command: number, chunks: number): number {
  return (command & -slots) | chunks;
}

/** Chunks of the command that are still to claim, 0 if the slot is another command's. */
export function unclaimed(claim: number, command: number): number {
  return (claim & -slots) === (command & -slots) ? claim & (slots - 1) : 0;
}

/** What a failed command leaves in the status of its output: never 0. */
export function statusOf(command: number): number {
  return (command << 1) | 1;
}
