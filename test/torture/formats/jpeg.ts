/** A marker and what belongs to it: its length word and payload, and after SOS the scan. */
export interface Segment {
  readonly marker: number;
  readonly payload: Uint8Array | null;
  readonly scan: Uint8Array;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;

export function splitJpeg(bytes: Uint8Array): Segment[] {
  const view = Buffer.from(bytes);
  const segments: Segment[] = [];
  for (let at = 0; at + 2 <= view.length; ) {
    const marker = view[at + 1];
    if (marker === SOI || marker === EOI) {
      segments.push({ marker, payload: null, scan: Buffer.alloc(0) });
      at += 2;
      continue;
    }
    const end = at + 2 + view.readUInt16BE(at + 2);
    const next = marker === SOS ? endOfScan(view, end) : end;
    segments.push({ marker, payload: view.subarray(at + 4, end), scan: view.subarray(end, next) });
    at = next;
  }
  return segments;
}

/** Behind coded bytes, stuffed zeros and restart markers. */
function endOfScan(view: Buffer, from: number): number {
  let at = from;
  while (at + 1 < view.length && !(view[at] === 0xff && view[at + 1] !== 0 && (view[at + 1] & 0xf8) !== 0xd0)) at++;
  return at;
}

export function joinJpeg(segments: readonly Segment[]): Uint8Array {
  return Buffer.concat(
    segments.flatMap(({ marker, payload, scan }) => {
      if (payload === null) return [Buffer.of(0xff, marker)];
      const head = Buffer.of(0xff, marker, 0, 0);
      head.writeUInt16BE((payload.length + 2) % 2 ** 16, 2);
      return [head, payload, scan];
    }),
  );
}

export function isFrame({ marker }: Segment): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
