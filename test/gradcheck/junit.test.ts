import { describe, expect, it } from "vitest";
import { junitXml } from "../../src/gradcheck/junit.ts";

describe("junitXml", () => {
  it("writes counts, times, failures and what was skipped", () => {
    const cases = [
      { name: "order 1", classname: "relu", seconds: 0.5 },
      { name: "order 2", classname: "relu", seconds: 0.25, failure: "wrong\nby 2" },
      { name: "order 1", classname: "neg", seconds: 0, skipped: "no adapter" },
    ];
    expect(junitXml({ name: "gradcheck", seconds: 1, cases })).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<testsuites>",
        '  <testsuite name="gradcheck" tests="3" failures="1" errors="0" skipped="1" time="1.000">',
        '    <testcase name="order 1" classname="relu" time="0.500"/>',
        '    <testcase name="order 2" classname="relu" time="0.250">',
        '      <failure message="wrong">wrong\nby 2</failure>',
        "    </testcase>",
        '    <testcase name="order 1" classname="neg" time="0.000">',
        '      <skipped message="no adapter"/>',
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
        "",
      ].join("\n"),
    );
  });

  it("escapes what XML cannot hold", () => {
    const failure = 'a<b> & "c" \u0000\u001b[31m\ud800 ░';
    const xml = junitXml({ name: "<&>", seconds: 0, cases: [{ name: '"', classname: "x", seconds: 0, failure }] });
    expect(xml).toContain('name="&lt;&amp;&gt;"');
    expect(xml).toContain("a&lt;b&gt; &amp; &quot;c&quot; \ufffd\ufffd[31m\ufffd ░</failure>");
  });
});
