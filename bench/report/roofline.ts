import { counted } from "../../src/core/counted.ts";
import { escapeHtml } from "../../src/train/report/escape.ts";
import { spreadOf } from "../engine/statistics.ts";
import type { Bound, Pass, Row } from "../results.ts";
import { drawing, makeFrame, type Size, withRoom } from "./axes.ts";
import { formatShare, threeDigits } from "./format.ts";
import { type Box, type Placed, placeLabels } from "./labels.ts";
import { mark, pathOf } from "./marks.ts";
import { inGroups, perSecond } from "./tasks.ts";

/** The machine's limits. */
export interface Roof {
  /** GFLOP/s. */
  readonly peak?: number;
  /** GB/s. */
  readonly bandwidth?: number;
}

/** What rows did, by the share of the bound that it was: the median of what they say. Of the memory those with the most bytes
 *  say it, to within a factor of two: smaller ones are bounded by a cache, each by its own. */
export function roofOf(rows: readonly Row[]): Roof {
  const boundedBy = (kind: Bound["kind"]) => rows.filter(({ bound }) => bound?.kind === kind);
  const limit = (bounded: readonly Row[], amount: "flop" | "bytes") =>
    bounded.length === 0
      ? undefined
      : spreadOf(bounded.map((row) => perSecond(row, amount) / row.bound!.share.median)).median;
  const byMemory = boundedBy("memory");
  const most = Math.max(...byMemory.map(({ work }) => work.bytes));
  const peak = limit(boundedBy("compute"), "flop");
  const bandwidth = limit(
    byMemory.filter(({ work }) => 2 * work.bytes >= most),
    "bytes",
  );
  return { ...(peak !== undefined && { peak }), ...(bandwidth !== undefined && { bandwidth }) };
}

/** Forward is filled, backward is not, a training step has corners. */
const looks: Readonly<Record<Pass, { readonly place: number; readonly name: string }>> = {
  forward: { place: 0, name: "" },
  backward: { place: 0, name: "hollow" },
  step: { place: 1, name: "" },
  call: { place: 1, name: "hollow" },
};

const narrow: Size = { width: 360, height: 340 };
const wide: Size = { width: 640, height: 430 };

/** Operations per byte against operations a second, under the roof that the bounds of these rows make: all of one contender.
 *  "" where none has a bound. */
export function rooflinePlot(contender: string, rows: readonly Row[]): string {
  const roof = roofOf(rows);
  const points = rows.filter(({ work, bound }) => bound !== undefined && work.flop > 0 && work.bytes > 0);
  if (points.length === 0) return "";
  const sizes = rows.filter(({ work }) => work.flop === 0).length;
  const left =
    sizes === 0
      ? ""
      : ` ${counted(sizes, "row")} without arithmetic ${sizes === 1 ? "is" : "are"} in the tables alone.`;
  const passes = inGroups(points, ({ pass }) => pass).map(([{ pass }]) => pass);
  const keys = passes.map(
    (pass) =>
      `<li><svg class="key" viewBox="0 0 12 12" aria-hidden="true">${mark(looks[pass].place, 6, 6, looks[pass].name)}</svg>${escapeHtml(pass)}</li>`,
  );
  const title = `Roofline, ${contender}`;
  return `<figure class="roofline"><figcaption>${escapeHtml(title)}</figcaption>${[narrow, wide]
    .map((size) => draw(size, title, points, roof))
    .join("")}<ul class="legend">${keys.join("")}</ul><p>${left.trim()}</p></figure>`;
}

function sayRoof({ peak, bandwidth }: Roof): string {
  return [
    ...(peak === undefined ? [] : [`${threeDigits(peak)} GFLOP/s of arithmetic`]),
    ...(bandwidth === undefined ? [] : [`${threeDigits(bandwidth)} GB/s of memory`]),
  ].join(", ");
}

function draw(size: Size, title: string, points: readonly Row[], roof: Roof): string {
  const at = (row: Row) => [row.work.flop / row.work.bytes, perSecond(row, "flop")] as const;
  const { peak = Number.POSITIVE_INFINITY, bandwidth = Number.POSITIVE_INFINITY } = roof;
  const ridge = peak / bandwidth;
  const limit = (x: number) => Math.min(peak, bandwidth * x);
  const isCorner = Number.isFinite(ridge) && ridge > 0;
  const xs = withRoom([...points.map((row) => at(row)[0]), ...(isCorner ? [ridge] : [])], 1.6);
  const ends = [Math.min(...xs), Math.max(...xs)] as const;
  const frame = makeFrame(
    size,
    { label: "FLOP per byte", kind: "log", values: xs },
    { label: "GFLOP/s", kind: "log", values: withRoom([...points.map((row) => at(row)[1]), ...ends.map(limit)], 1.4) },
  );
  const { inside, atX, atY } = frame;
  const edge = [ends[0], ...(isCorner ? [ridge] : []), ends[1]].map((x) => [atX(x), atY(limit(x))] as const);
  const above = pathOf([[inside.left, inside.top], ...edge, [inside.right, inside.top]]);
  const names = namesOf(points);
  const labels = placeLabels(
    points
      .map((row, i) => ({ x: atX(at(row)[0]), y: atY(at(row)[1]), text: names[i]!, flop: row.work.flop }))
      .sort((a, b) => b.flop - a.flop),
    inside,
    alongRoof(edge),
  );
  const marks = points.map((row, i) => {
    const [x, y] = at(row);
    const { place, name } = looks[row.pass];
    const said = `${names[i]}, ${row.pass}: ${threeDigits(y)} GFLOP/s, ${threeDigits(x)} FLOP per byte, ${formatShare(row.bound!.share.median)} of the bound`;
    return mark(place, atX(x), atY(y), name, size === wide ? said : "");
  });
  const description = `The roof: ${sayRoof(roof)}. ${counted(points.length, "point")}; their numbers are in the tables.`;
  return drawing(
    size,
    title,
    description,
    `<polygon class="above" points="${above}"/>${frame.svg}<polyline class="roof" points="${pathOf(edge)}"/>${roofNames(roof, edge)}${labels.map(drawLabel).join("")}${marks.join("")}`,
    size === wide ? "wide-plot" : "narrow-plot",
  );
}

function drawLabel({ x, y, text, box, isAway }: Placed): string {
  const nearest = [Math.min(Math.max(x, box.left), box.right), Math.min(Math.max(y, box.top + 2), box.bottom - 2)];
  const lead = isAway ? `<polyline class="lead" points="${pathOf([[x, y], nearest as [number, number]])}"/>` : "";
  return `${lead}<text class="label" x="${box.left.toFixed(1)}" y="${(box.bottom - 2.5).toFixed(1)}">${escapeHtml(text)}</text>`;
}

type Edge = readonly (readonly [x: number, y: number])[];

/** The limits, written on the roof: memory's on its slope. */
function roofNames({ peak, bandwidth }: Roof, edge: Edge): string {
  const [[x0, y0], [x1, y1]] = edge as [Edge[0], Edge[0]];
  const [right, top] = edge.at(-1)!;
  const angle = (Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
  const slope =
    bandwidth === undefined
      ? ""
      : `<text class="roof-name" transform="translate(${((x0 + x1) / 2).toFixed(1)} ${((y0 + y1) / 2).toFixed(1)}) rotate(${angle.toFixed(1)})" y="-6" text-anchor="middle">${threeDigits(bandwidth)} GB/s</text>`;
  return `${slope}${peak === undefined ? "" : `<text class="roof-name" x="${right - 4}" y="${(top - 6).toFixed(1)}" text-anchor="end">${threeDigits(peak)} GFLOP/s</text>`}`;
}

/** What rows are called: by their size or operator alone, where no other row has it with something else. */
export function namesOf(rows: readonly Pick<Row, "what" | "size">[]): string[] {
  const sizes = new Map(
    inGroups(rows, ({ size }) => size).map((all) => [all[0].size, new Set(all.map(({ what }) => what))]),
  );
  const whats = new Map(
    inGroups(rows, ({ what }) => what).map((all) => [all[0].what, new Set(all.map(({ size }) => size))]),
  );
  return rows.map(({ what, size }) => {
    if (size !== "" && sizes.get(size)!.size === 1) return size;
    return whats.get(what)!.size === 1 ? what : `${what} ${size}`.trim();
  });
}

/** Small boxes on the roof and what is written on it, which labels keep clear of. */
function alongRoof(edge: Edge): Box[] {
  return edge.slice(1).flatMap(([x1, y1], i) => {
    const [x0, y0] = edge[i]!;
    return Array.from({ length: 40 }, (_, k) => {
      const [x, y] = [x0 + ((x1 - x0) * k) / 39, y0 + ((y1 - y0) * k) / 39];
      return { left: x - 6, right: x + 6, top: y - 18, bottom: y + 2 };
    });
  });
}
