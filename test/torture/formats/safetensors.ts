/** The header's text and the numbers behind it. */
export interface Parts {
  readonly header: string;
  readonly numbers: Uint8Array;
}

export function splitSafetensors(bytes: Uint8Array): Parts {
  const start = 8 + Number(Buffer.from(bytes).readBigUInt64LE());
  return { header: Buffer.from(bytes.subarray(8, start)).toString(), numbers: bytes.subarray(start) };
}

export function joinSafetensors({ header, numbers }: Parts): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, numbers]);
}
