import { counted } from "../core/counted.ts";
import { mergeCoverage, missing } from "../gradcheck/coverage.ts";
import { junitXml } from "../gradcheck/junit.ts";
import { isOpReport, type TaskReport } from "../gradcheck/task.ts";
import { formatDuration, formatTable } from "./format.ts";
import type { GradcheckResults } from "./gradcheckResults.ts";

/** A table of all checks, what failed and why, and what was covered.
 *  @param on the device in words. */
export function describeResults({ reports, plan, device, seconds }: GradcheckResults, on: string): string {
  const failed = reports.filter(({ passed }) => !passed);
  const verdict =
    failed.length === 0
      ? `${counted(reports.length, "check")} passed`
      : `${failed.length} of ${counted(reports.length, "check")} failed`;
  const by =
    device === "reference"
      ? "reference, in float64: finite differences, order of convergence, forward mode, invariants"
      : `${on}: the float64 reference's results, invariants, forward mode`;
  return [
    formatTable(reports.map(row)),
    ...failed.map((report) => describeFailure(report, device, plan.mode)),
    "",
    `${verdict} in ${formatDuration(seconds * 1000)}: ${by}`,
    ...describeCoverage(reports),
  ].join("\n");
}

function row(report: TaskReport): string[] {
  const margin = `margin ${report.margin.toFixed(3)}`;
  if ("layer" in report) return [report.op, "AlexNet", report.layer, margin, report.passed ? "ok" : "WRONG"];
  const { op, order, cases, kinks, status } = report;
  const result = { passed: "ok", failed: "WRONG", "kink crossed": `${kinks} kinks crossed` }[status];
  return [op, `order ${order}`, counted(cases, "case"), margin, result];
}

function describeFailure(report: TaskReport, device: string, mode: string): string {
  const on = device === "reference" ? "" : ` --device ${device}`;
  if ("layer" in report) {
    return `\n${report.layer} at AlexNet's size\n  ${report.reason}\n  replay: alexgrad gradcheck ${report.op} --sizes alexnet${on}`;
  }
  const { op, order, cases, seed, failure } = report;
  if (failure === null) return `\n${op}, order ${order}: ${report.kinks} cases without judgment, as they lie on kinks`;
  return [
    `\n${op}, order ${order}, smallest case: ${failure.case}`,
    failure.reason.replace(/^/gm, "  "),
    `  replay: alexgrad gradcheck ${op} --order ${order} --mode ${mode} --cases ${cases} --seed ${seed}${on} --path ${failure.path}`,
  ].join("\n");
}

function describeCoverage(reports: readonly TaskReport[]): string[] {
  const ops = reports.filter(isOpReport);
  const layers = reports.length - ops.length;
  const ofLayers =
    layers > 0 ? [`${counted(layers, "layer")} of AlexNet at ${layers === 1 ? "its" : "their"} own size`] : [];
  if (ops.length === 0) return ofLayers;
  const names = new Set(ops.map(({ op }) => op));
  const orders = new Set(ops.map(({ order }) => order));
  const cases = ops.reduce((total, report) => total + report.cases, 0);
  // A bucket counts as met if it was in any order.
  const rows = mergeCoverage(...ops.map(({ coverage }) => coverage.map((row) => ({ ...row, order: 1 as const }))));
  const unmet = missing(rows).map(({ op, attribute, bucket }) => `${op} ${attribute}: ${bucket}`);
  return [
    [
      `${counted(names.size, "operator")}, order ${[...orders].join(" and ")}, ${counted(cases, "random case")}`,
      ...ofLayers,
    ].join("; "),
    `${rows.length - unmet.length} of the ${rows.length} buckets of their attributes were met`,
    ...(unmet.length > 0
      ? [`not met: ${unmet.slice(0, 5).join(", ")}${unmet.length > 5 ? ", …" : ""} (more --cases meet more)`]
      : []),
  ];
}

export function junitOf({ reports, seconds }: GradcheckResults): string {
  const cases = reports.map((report) => {
    const time = { seconds: report.milliseconds / 1000 };
    if ("layer" in report) {
      return { name: report.layer, classname: "AlexNet", ...time, ...(report.reason && { failure: report.reason }) };
    }
    const { op, order, failure, status, kinks } = report;
    return {
      name: `order ${order}`,
      classname: op,
      ...time,
      ...(failure && { failure: `${failure.case}\n${failure.reason}` }),
      ...(status === "kink crossed" && { failure: `${kinks} cases without judgment, as they lie on kinks` }),
    };
  });
  return junitXml({ name: "alexgrad gradcheck", seconds, cases });
}
