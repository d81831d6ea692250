type Doing = "read" | "write";

/** What the system's codes mean for a file, or for the process; by what was being done where that differs. */
const reasons = new Map<string, string | Readonly<Record<Doing, string>>>([
  ["ENOENT", { read: "it does not exist", write: "its folder does not exist" }],
  ["ENOTDIR", "its folder is a file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", { read: "no permission to read it", write: "no permission to write in its folder" }],
  ["EPERM", { read: "no permission to read it", write: "no permission to write in its folder" }],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "the disk is full"],
  ["EDQUOT", "the disk quota is used up"],
  ["EFBIG", "it is larger than the file system or the limit of file sizes allows"],
  ["EIO", "the disk, or the connection to it, failed"],
  ["EMFILE", "this process may open no more files (ulimit -n raises the limit)"],
  ["ENFILE", "the system has no more open files to give"],
  ["ENOMEM", "the system has no memory left to give"],
  ["EAGAIN", "the system has no threads or memory left to give for now"],
  ["ELOOP", "it is a link that is not followed, or that leads in a circle"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ENXIO", "there is no such device"],
  ["ENODEV", "there is no such device"],
  ["ERR_FS_FILE_TOO_LARGE", "it is larger than can be read in one piece"],
  ["ERR_MODULE_NOT_FOUND", "a module of the program is missing, or may not be opened (ulimit -n limits open files)"],
  ["ERR_WORKER_OUT_OF_MEMORY", "a thread ran out of memory"],
  ["ERR_WORKER_INIT_FAILED", "the system gives no more threads, files or memory"],
]);

/** How engines say that an array, a string or WebAssembly's memory is larger than they, or the system, can give. */
const tooLarge = /length|allocat|out of memory|too (long|large)|grow|maximum size/i;

/** The reason that the platform gives for a failure, in words; undefined if the failure is none of the platform's. */
export function platformReason(cause: unknown, doing: Doing = "read"): string | undefined {
  if (!(cause instanceof Error)) return undefined;
  const reason = "code" in cause ? reasons.get(String(cause.code)) : undefined;
  if (reason !== undefined) return typeof reason === "string" ? reason : reason[doing];
  return isOutOfMemory(cause) ? `it needs more memory than there is (${cause.message})` : undefined;
}

export function isOutOfMemory(cause: unknown): boolean {
  return cause instanceof RangeError && tooLarge.test(cause.message);
}
