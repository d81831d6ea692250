import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { spreadOf } from "../../bench/engine/statistics.ts";
import { makeFrame, withRoom } from "../../bench/report/axes.ts";
import { nameOfScale } from "../../bench/report/crossover.ts";
import { formatAmount, formatShare, formatTime, threeDigits } from "../../bench/report/format.ts";
import { placeLabels } from "../../bench/report/labels.ts";
import { scalingPlot } from "../../bench/report/overSizes.ts";
import { toPage } from "../../bench/report/page.ts";
import { namesOf, roofOf } from "../../bench/report/roofline.ts";
import { tasksOf, unitOf } from "../../bench/report/tasks.ts";
import { groups, type Row } from "../../bench/results.ts";
import { escapeHtml } from "../../src/train/report/escape.ts";
import { nothing, results } from "./fixture.ts";
import { task } from "./madeRows.ts";

const page = toPage(results);
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
const isVoid = (name: string) => ["meta", "br", "wbr", "input", "!doctype"].includes(name);

/** The first tag that closes another one than is open; undefined where there is none. */
function badlyNested(html: string): string | undefined {
  const open: string[] = [];
  const text = html.replace(/<(script|style)>.*?<\/\1>/gs, "");
  for (const [tag, closes, name, closed] of text.matchAll(/<(\/?)([a-z!][a-z0-9]*)(?:\s[^>]*?)?(\/?)>/gi)) {
    if (closes && open.pop() !== name) return tag;
    if (!closes && !closed && !isVoid(name!)) open.push(name!);
  }
  return open.at(-1);
}

const bodies = [...page.matchAll(/<tbody><tr class="task">.*?<\/tbody>/gs)].map(([body]) => body);

describe("the page of results", () => {
  it("has every row, with its time, in the table of its task", () => {
    const tasks = groups.flatMap((group) => tasksOf(results.rows.filter((row) => row.group === group)));
    expect(bodies).toHaveLength(tasks.length);
    for (const [i, { rows, shape, pass }] of tasks.entries()) {
      expect(bodies[i]).toContain(escapeHtml(shape));
      expect(bodies[i]).toContain(`, ${pass}`);
      expect(count(bodies[i]!, /<th scope="row">/g)).toBe(rows.length);
      for (const { contender, time } of rows) {
        expect(bodies[i]).toContain(
          `<th scope="row">${escapeHtml(contender)}</th><td>${formatTime(time.steady.median)} <`,
        );
      }
    }
  });

  it.each([
    ["results", page],
    ["none", toPage(nothing)],
  ])("is whole and says nothing that is not a value: %s", (_, html) => {
    expect(badlyNested(html)).toBeUndefined();
    expect(html.replace(/<script>.*<\/script>/s, "")).not.toMatch(/undefined|NaN|Infinity|\[object|null/);
  });

  it("would find a tag that is not closed", () => {
    expect(badlyNested("<p><b>a</p>")).toBe("</p>");
    expect(badlyNested("<p>a<br></p><div>")).toBe("div");
  });

  it("asks for nothing", () => {
    expect(page).not.toMatch(/<(link|img|iframe)|\b(src|href)=|url\(|@import|fetch\(/);
  });

  it("marks each target with a sign and a word, those that are missed first", () => {
    const targets = results.rows.flatMap((row) => row.targets);
    const missed = targets.filter(({ isMet }) => !isMet).length;
    const signs = (html: string) => [...html.matchAll(/[✓✗] (met|missed)/g)].map(([sign]) => sign);
    const [summary = ""] = /<caption>Targets<\/caption>.*?<\/table>/s.exec(page) ?? [];
    expect(missed).toBeGreaterThan(0);
    expect(missed).toBeLessThan(targets.length);
    expect(signs(summary)).toEqual([
      ...Array(missed).fill("✗ missed"),
      ...Array(targets.length - missed).fill("✓ met"),
    ]);
    expect(signs(bodies.join(""))).toHaveLength(targets.length);
    expect(page).toContain(`✗ ${missed}<`);
    expect(summary).toContain("1.22 <small>asked: ≤ 1.00 × PyTorch<");
    expect(summary).toContain("≥ 70 % of the bound");
  });

  it("shows rows that are lost, and says so where a task proves nothing", () => {
    expect(page).toContain("▲ slower");
    expect(page).toContain("▼ faster");
    expect(count(page, /\? unproven/g)).toBe(2);
  });

  it("takes names as text", () => {
    expect(page).not.toMatch(/<(wasm|made up|of no maker)>/);
    for (const name of ["tfjs <wasm>", "A processor <made up>", "An adapter <of no maker>"]) {
      expect(page).toContain(escapeHtml(name));
    }
  });

  it("names each drawing and says what it shows", () => {
    const drawings = [...page.matchAll(/<svg[^>]*role="img"[^>]*>(.{0,40})/g)].map(([, start]) => start);
    expect(drawings.length).toBeGreaterThan(8);
    expect(drawings.filter((start) => !start!.startsWith("<title>"))).toEqual([]);
    expect(count(page, /<desc>[^<]{20,}<\/desc>/g)).toBe(drawings.length);
  });

  it("has a section for what was measured, and none for what was not", () => {
    const titles = (html: string) => [...html.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, title]) => title);
    expect(titles(page).slice(0, 7)).toEqual([
      "Summary",
      "How to read this",
      "Roofline",
      "Time of each operator",
      "Speed over sizes",
      "Where the GPU begins to pay",
      "Networks over the batch",
    ]);
    const inputs = toPage({ ...results, rows: results.rows.filter(({ group }) => group === "input") });
    expect(titles(inputs)).toEqual(["Summary", "How to read this", "All figures: input"]);
  });

  it("can be read where nothing was measured", () => {
    expect(toPage(nothing)).toContain("Nothing was measured.");
    expect(toPage(nothing)).toContain("A processor");
  });
});

it("is drawn without Node, as a page of the site draws it too", () => {
  const folder = new URL("../../bench/report/", import.meta.url);
  const imports = readdirSync(folder).flatMap((file) => [
    ...readFileSync(new URL(file, folder), "utf8").matchAll(/ from "([^"]+)"/g),
  ]);
  expect(imports.length).toBeGreaterThan(20);
  expect(imports.map(([, from]) => from!).filter((from) => !from.startsWith(".") || from.endsWith(".node.ts"))).toEqual(
    [],
  );
});

describe("a plot's sides", () => {
  const size = { width: 300, height: 200 };
  const log = (values: readonly number[]) => ({ label: "n", kind: "log" as const, values });

  it("are marked at powers of ten, in equal steps", () => {
    const { svg, atX, inside } = makeFrame(size, log([1, 1000]), log([1, 10]));
    expect([...svg.matchAll(/text-anchor="middle">(\d+)</g)].map(([, mark]) => mark)).toEqual([
      "1",
      "10",
      "100",
      "1000",
    ]);
    expect(atX(1)).toBe(inside.left);
    expect(atX(1000)).toBeCloseTo(inside.right);
    expect(atX(10) - atX(1)).toBeCloseTo(atX(1000) - atX(100));
    // Between two powers there are eight lines, over the whole width 24, and eight up.
    expect(count(svg, /class="minor"/g)).toBe(32);
  });

  it("put marks on sizes that are given, as far as they do not touch", () => {
    const marksOf = (ticks: readonly number[]) =>
      [...makeFrame(size, { ...log(ticks), ticks }, log([1, 10])).svg.matchAll(/text-anchor="middle">(\d+)</g)].map(
        ([, mark]) => Number(mark),
      );
    expect(marksOf([16, 64, 256])).toEqual([16, 64, 256]);
    const many = Array.from({ length: 100 }, (_, i) => 1000 + i);
    expect(marksOf(many).length).toBeGreaterThan(2);
    expect(marksOf(many).length).toBeLessThan(10);
  });

  it("leave room beside the smallest and the largest", () => {
    expect(withRoom([2, 8], 2)).toEqual([2, 8, 1, 16]);
  });
});

it.each([
  ["n = 256", "n"],
  ["batch 8", "batch"],
  ["64 channels", "channels"],
  ["1024³", "n"],
  ["227×227", "size"],
])("%s lies along %s", (size, name) => {
  expect(nameOfScale([{ size }])).toBe(name);
});

describe("labels", () => {
  const within = { left: 0, right: 200, top: 0, bottom: 200 };

  it("cover neither each other nor a point", () => {
    const points = Array.from({ length: 12 }, (_, i) => ({ x: 100 + i, y: 100 + (i % 3), text: `layer ${i}` }));
    const placed = placeLabels(points, within, []);
    expect(placed.length).toBeGreaterThan(6);
    for (const [i, { box }] of placed.entries()) {
      expect(points.some(({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom)).toBe(false);
      const others = placed.filter((_, j) => j !== i).map((each) => each.box);
      expect(
        others.some((b) => box.left < b.right && b.left < box.right && box.top < b.bottom && b.top < box.bottom),
      ).toBe(false);
    }
  });

  it("are left out where there is no room", () => {
    expect(placeLabels([{ x: 5, y: 5, text: "much too long for this" }], { ...within, right: 60 }, [])).toEqual([]);
  });

  it("are as short as they can be", () => {
    const rows = [
      { what: "conv2d", size: "conv1" },
      { what: "conv2d", size: "conv2" },
      { what: "add", size: "1M" },
      { what: "mul", size: "1M" },
      { what: "mul", size: "2M" },
      { what: "sum", size: "" },
    ];
    expect(namesOf(rows)).toEqual(["conv1", "conv2", "add", "mul 1M", "2M", "sum"]);
  });
});

it("the roof is what the shares say", () => {
  const own = results.rows.filter(({ group, contender }) => group === "operator" && contender === "cpu, 2 threads");
  const { peak = 0, bandwidth = 0 } = roofOf(own);
  expect(peak / 160).toBeCloseTo(1, 1);
  expect(bandwidth / 15).toBeCloseTo(1, 1);
  expect(roofOf([])).toEqual({});
});

it("the memory's roof is what the rows with the most bytes say, not those in a cache", () => {
  const own = results.rows.find(({ bound }) => bound?.kind === "memory")!;
  const reading = (bytes: number, gigabytes: number): Row => ({
    ...{ ...own, work: { flop: 1, bytes }, bound: { kind: "memory", share: spreadOf([0.5]) } },
    time: { ...own.time, steady: spreadOf([bytes / gigabytes / 1e6]) },
  });
  const cached = [1e4, 2e4, 1e5, 1e6].map((bytes) => reading(bytes, 50));
  expect(roofOf([...cached, reading(1.5e8, 5), reading(1e8, 5)]).bandwidth).toBeCloseTo(10);
});

it("speed is counted in what bounds it, else in what it does", () => {
  const find = (part: Partial<Row>) =>
    results.rows.filter((row) => Object.entries(part).every(([k, v]) => row[k as keyof Row] === v));
  expect(unitOf(find({ size: "conv1" }))).toBe("GFLOP/s");
  expect(unitOf(find({ size: "relu1" }))).toBe("GB/s");
  expect(unitOf(find({ size: "relu1", contender: "tfjs <wasm>" }))).toBe("GFLOP/s");
  expect(unitOf(find({ group: "input" }))).toBe("GB/s");
});

it("a plot over sizes counts in what bounds the largest", () => {
  const row = (n: number, bound: "compute" | "memory") =>
    task(
      {
        ...{ group: "scaling", what: "matmul", size: `${n}³`, scale: n, shape: "", pass: "forward" },
        work: { flop: 2 * n ** 3, bytes: 12 * n ** 2 },
      },
      [{ name: "cpu", facts: { device: "cpu" }, ms: 1, bound }],
    );
  expect(scalingPlot("matmul", [...row(4, "memory"), ...row(1024, "compute")], ["cpu"])).not.toContain("GB/s");
  expect(scalingPlot("matmul", [...row(4, "memory"), ...row(1024, "memory")], ["cpu"])).toContain("GB/s");
});

describe("numbers", () => {
  it.each([
    [threeDigits(0), "0"],
    [threeDigits(1.2), "1.20"],
    [threeDigits(12345.6), "12346"],
    [threeDigits(0.000123), "1.23e-4"],
    [formatTime(0.0451), "45.1 µs"],
    [formatTime(1.234), "1.23 ms"],
    [formatTime(999.7), "1.00 s"],
    [formatTime(0), "0 ms"],
    [formatShare(0.0123), "1.2 %"],
    [formatShare(1.2), "120 %"],
    [formatAmount(211e6, "FLOP"), "211 MFLOP"],
    [formatAmount(12, "B"), "12.0 B"],
  ])("%s", (found, expected) => {
    expect(found).toBe(expected);
  });
});
