import type { Machine } from "../../bench/results.ts";

interface Brand {
  readonly brand: string;
  readonly version: string;
}

type Hints = Navigator & { readonly userAgentData?: { readonly brands: readonly Brand[]; readonly platform: string } };

/** What a page is told of the machine that it runs on. */
export function machine(): Machine {
  const { userAgent, userAgentData, hardwareConcurrency }: Hints = navigator;
  const brand = userAgentData?.brands.findLast(({ brand }) => !/not.?a.?brand/i.test(brand));
  return {
    runtime: brand
      ? `${brand.brand} ${brand.version}`
      : (/(Firefox|Version)\/[\d.]+/.exec(userAgent)?.[0] ?? userAgent),
    platform: userAgentData?.platform || (/\(([^)]*)\)/.exec(userAgent)?.[1] ?? "unknown"),
    processor: "not told to pages",
    cores: hardwareConcurrency,
  };
}
