import { createMarkdownRenderer, type MarkdownRenderer } from "vitepress";
import { beforeAll, describe, expect, it } from "vitest";
import { declarationIn, formulasOf } from "../../docs/.vitepress/plugins/declaration.ts";
import { directivesPlugin } from "../../docs/.vitepress/plugins/directives.ts";
import { formulas } from "../../docs/.vitepress/plugins/formulas.ts";

let md: MarkdownRenderer;
beforeAll(async () => {
  md = await createMarkdownRenderer("docs", { config: (md) => void md.use(formulas).use(directivesPlugin) });
});
const render = (text: string) => md.render(text, { relativePath: "a.md" });

describe("formulas", () => {
  it("keep their source in MathML, braces too, out of Vue's hands", () => {
    const html = render("$\\frac{{x}}{y} + {{a}}_b$\n\n$$\n{{c}}\n$$\n");
    expect(html).toContain('<annotation encoding="application/x-tex">\\frac{{x}}{y} + {{a}}_b</annotation>');
    expect(html).toContain('<annotation encoding="application/x-tex">{{c}}</annotation>');
    expect(html.match(/<span v-pre class="katex/g)).toHaveLength(2);
  });

  it("are refused where KaTeX only frowns", () => {
    expect(() => render("$é$")).toThrow(/unicode/i);
    expect(() => render("$\\nothing$")).toThrow(/undefined control sequence/i);
  });

  it("are no prices", () => {
    expect(render("from $5 to $6, \\$7$8")).not.toContain("katex");
  });
});

describe("code", () => {
  it("is a declaration as it stands, with its line", () => {
    const { code, line } = declarationIn("src/ops/conv2d.ts", "convolve");
    expect(code).toMatch(/^const convolve: Op<.*\}\);$/s);
    expect(line).toBeGreaterThan(10);
    expect(render("@[code](src/ops/conv2d.ts#convolve)\n")).toContain(`src/ops/conv2d.ts.html#L${line}`);
  });

  it("is a part of one, moved to the left", () => {
    expect(declarationIn("src/ops/conv2d.ts", "convolve.backward").code).toMatch(/^backward: .*\n {2}x: /);
  });

  it("fails where there is none", () => {
    expect(() => render("@[code](src/ops/conv2d.ts#convolved)\n")).toThrow("src/ops/conv2d.ts declares no convolved");
    expect(() => render("@[code](src/ops/conv3d.ts)\n")).toThrow("conv3d");
    expect(() => render("@[cod](src/ops/conv2d.ts)\n")).toThrow("no directive is called cod");
  });
});

it("the formulas of a docstring keep their columns", () => {
  expect(formulasOf(declarationIn("src/ops/conv2d.ts", "conv2d").docblock)).toMatch(
    /^y\[n, k, i, j\] {2}= b\[k\].*\n∂x\[n, c, a, b\] = .*\n∂w.*\n∂b\[k\] {10}= /,
  );
  expect(() => render("@[formula](src/ops/conv2d.ts#convolve)\n")).toThrow("has no formula");
});
