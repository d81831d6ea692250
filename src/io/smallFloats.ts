/** A float of at most 16 bits: a sign, an exponent and a fraction, from the highest bit down. */
export interface SmallFloat {
  readonly exponent: number;
  readonly fraction: number;
  /** What is taken from the exponent's bits. */
  readonly bias: number;
  /** Which patterns are no numbers. "ieee": an exponent of ones is ±∞, and with a fraction NaN; "nan": all ones behind the
   *  sign are NaN, and there is no ∞; "negative zero": that pattern is NaN, and there is no ∞; "none": all are numbers. */
  readonly specials: "ieee" | "nan" | "negative zero" | "none";
}

/** The value of every bit pattern. */
export function tableOf(float: SmallFloat): Float32Array {
  return new Float32Array(2 ** (1 + float.exponent + float.fraction)).map((_, bits) => numberOf(bits, float));
}

function numberOf(bits: number, { exponent, fraction, bias, specials }: SmallFloat): number {
  const ones = 2 ** exponent - 1;
  const isNegative = bits >> (exponent + fraction) !== 0;
  const power = (bits >> fraction) & ones;
  const rest = bits & (2 ** fraction - 1);
  if (specials === "ieee" && power === ones) return rest > 0 ? Number.NaN : isNegative ? -Infinity : Infinity;
  if (specials === "nan" && power === ones && rest === 2 ** fraction - 1) return Number.NaN;
  if (specials === "negative zero" && isNegative && power + rest === 0) return Number.NaN;
  const share = rest / 2 ** fraction;
  const size = power === 0 ? share * 2 ** (1 - bias) : (1 + share) * 2 ** (power - bias);
  return isNegative ? -size : size;
}
