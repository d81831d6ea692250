interface JunitCase {
  readonly name: string;
  readonly classname: string;
  readonly seconds: number;
  /** What is wrong. */
  readonly failure?: string;
  /** Why it did not run. */
  readonly skipped?: string;
}

interface JunitSuite {
  readonly name: string;
  readonly seconds: number;
  readonly cases: readonly JunitCase[];
}

/** A suite as JUnit XML, which CI servers read. */
export function junitXml({ name, seconds, cases }: JunitSuite): string {
  const count = (key: "failure" | "skipped") => cases.filter((each) => each[key] !== undefined).length;
  const totals = {
    name,
    tests: cases.length,
    failures: count("failure"),
    errors: 0,
    skipped: count("skipped"),
    time: seconds.toFixed(3),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<testsuites>",
    `  <testsuite${attributes(totals)}>`,
    ...cases.map(caseXml),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function caseXml({ name, classname, seconds, failure, skipped }: JunitCase): string {
  const open = `    <testcase${attributes({ name, classname, time: seconds.toFixed(3) })}`;
  const results = [
    ...(failure === undefined
      ? []
      : [`<failure${attributes({ message: firstLine(failure) })}>${escapeXml(failure)}</failure>`]),
    ...(skipped === undefined ? [] : [`<skipped${attributes({ message: skipped })}/>`]),
  ];
  return results.length === 0
    ? `${open}/>`
    : [`${open}>`, ...results.map((each) => `      ${each}`), "    </testcase>"].join("\n");
}

const firstLine = (text: string) => text.split("\n", 1)[0];

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value)).replace(/[\t\n]/g, (c) => `&#${c.charCodeAt(0)};`)}"`)
    .join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#13;",
};

/** XML 1.0 has no way to write most control characters, lone surrogates, U+FFFE and U+FFFF: they become U+FFFD. */
function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"\r]/g, (c) => entities[c]);
}
