import type { Planes, Thread } from "../common/thread.ts";

/** From [outer, groups · quads, inner, 4] to [outer, groups · members, inner], where a group's last quad may be padded. */
export function unpack(
  this: Thread<{ inner: number; groups: number; members: number; quads: number }>,
  packed: Planes,
): number {
  const inner = remainder(this.thread.x, this.constants.inner);
  const all = this.constants.groups * this.constants.members;
  const member = remainder(quotient(this.thread.x, this.constants.inner), all);
  const outer = quotient(quotient(this.thread.x, this.constants.inner), all);
  const group = quotient(member, this.constants.members);
  const within = member - group * this.constants.members;
  const quad = quotient(within, 4);
  return packed[(outer * this.constants.groups + group) * this.constants.quads + quad][inner][within - 4 * quad];
}
