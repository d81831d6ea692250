import { expect, it } from "vitest";
import { parseResults } from "../../bench/readResults.ts";
import { timeBars } from "../../bench/report/bars.ts";
import { toPage } from "../../bench/report/page.ts";
import type { Results, Row } from "../../bench/results.ts";
import { FormatError } from "../../src/core/errors.ts";
import { results } from "./fixture.ts";

const hostile = "<img src=x onerror=alert(1)>";
/** With a bound, a noise, ratios and a target. */
const row = results.rows.find(({ bound, noise, targets }) => bound && noise && targets.length > 0)!;
const parse = (value: unknown) => parseResults(JSON.stringify(value), "other.json");
const withRow = (changes: object) => ({ ...results, rows: [{ ...row, ...changes }] });

it("what was printed is read back", () => {
  expect(parse(results)).toEqual(JSON.parse(JSON.stringify(results)));
});

it.each<[what: string, value: unknown, got: string]>([
  ["another format", { ...results, format: "alexgrad-bench-0" }, "$.format"],
  ["no results", null, "$: null"],
  ["rows that are none", { ...results, rows: {} }, "$.rows"],
  ["a row that is none", { ...results, rows: [null] }, "$.rows[0]"],
  ["a row without its time", withRow({ time: undefined }), "$.rows[0]"],
  ["a time that is no number", withRow({ time: { ...row.time, first: hostile } }), "$.rows[0].time.first"],
  ["a time that was not finite", withRow({ time: { ...row.time, first: Number.NaN } }), "$.rows[0].time.first: null"],
  ["a pass that is none", withRow({ pass: hostile }), "$.rows[0].pass"],
  ["a bound of another kind", withRow({ bound: { ...row.bound, kind: hostile } }), "$.rows[0].bound.kind"],
  ["another verdict", withRow({ ratios: [{ ...row.ratios[0], verdict: hostile }] }), "$.rows[0].ratios[0].verdict"],
  ["a name that all objects have", { ...results, toString: 1 }, "$: toString"],
])("%s is refused, with where it is", (_, value, got) => {
  expect(() => parse(value)).toThrow(FormatError);
  expect(() => parse(value)).toThrow(`other.json: expected results as alexgrad bench --json prints them; got ${got}`);
});

it("what is no JSON is refused, and a long value shortened", () => {
  expect(() => parseResults("{", "a.json")).toThrow(
    "a.json: expected results as alexgrad bench --json prints them; got no JSON",
  );
  expect(() => parse(withRow({ pass: "x".repeat(1000) }))).toThrow(/^.{1,250}$/);
});

it("a page shows pass, kind and verdict as text, whatever they are", () => {
  const { pass, bound, ratios } = JSON.parse(
    JSON.stringify({
      pass: hostile,
      bound: { ...row.bound, kind: hostile },
      ratios: [{ ...row.ratios[0], to: "first", verdict: hostile }],
    }),
  ) as Pick<Row, "pass" | "bound" | "ratios">;
  const { noise: _, ...second } = row;
  const rows: Row[] = [
    { ...row, group: "input", contender: "first", pass, bound: bound! },
    { ...second, group: "input", pass, bound: bound!, ratios },
  ];
  const page = toPage({ ...results, rows } satisfies Results) + timeBars("first", rows);
  expect(page.match(/&#60;img/g)!.length).toBeGreaterThan(5);
  expect(page).not.toContain("<img");
});
