export interface Row {
  readonly what: string;
  readonly way: string;
  readonly ms: number;
  readonly gflops: number | null;
  /** The share of the adapter's measured bound. */
  readonly ofBound: number | null;
}

export interface GpuReport {
  readonly adapter: string;
  readonly software: boolean;
  /** GFLOP/s of multiply-adds in registers. */
  readonly bound: number;
  readonly rounds: number;
  readonly node: string;
  readonly cpuThreads: number;
  readonly cpuSimd: string;
  readonly sections: readonly { readonly title: string; readonly rows: readonly Row[] }[];
}

/** A table a section: a line for each job, a column for each way to run it. */
export function toMarkdown(report: GpuReport): string {
  const { adapter, software, bound, rounds, node, cpuThreads, cpuSimd, sections } = report;
  const head = [
    `# The gpu device on ${adapter}`,
    software ? "A software adapter: right, and never fast. These times say nothing of a GPU." : "",
    `Medians of ${rounds} rounds, Node ${node}; cpu: ${cpuThreads} threads, ${cpuSimd} SIMD. Multiply-adds in registers alone: ${bound.toFixed(0)} GFLOP/s; percentages are of that.`,
  ];
  const tables = sections.map(({ title, rows }) => {
    const ways = [...new Set(rows.map(({ way }) => way))];
    const whats = [...new Set(rows.map(({ what }) => what))];
    const lines = whats.map((what) => {
      const cells = ways.map((way) => describe(rows.find((row) => row.what === what && row.way === way)!));
      return `| ${[what, ...cells].join(" | ")} |`;
    });
    const header = `| ${["", ...ways].join(" | ")} |\n|${" --- |".repeat(ways.length + 1)}`;
    return [`## ${title}`, [header, ...lines].join("\n")].join("\n\n");
  });
  return `${[...head.filter((line) => line !== ""), ...tables].join("\n\n")}\n`;
}

function describe({ ms, gflops, ofBound }: Row): string {
  const time = `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
  if (gflops === null) return time;
  const share = ofBound === null ? "" : `, ${(100 * ofBound).toFixed(0)} %`;
  return `${time}, ${gflops.toFixed(gflops < 10 ? 2 : 0)} GFLOP/s${share}`;
}
