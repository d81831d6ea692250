// What stands round the elementwise functions: the loop of a thread of the cpu device, and the reading of a GPU's thread.

/** AssemblyScript: the entry point of a function on four lanes. Its parameters say which loop it takes. */
export function lanesFrame({ name: { text: name }, parameters }, specifier) {
  const [first, second, ...numbers] = parameters.map((parameter) => parameter.name.text);
  const isBinary = first === "a";
  const fields = isBinary ? numbers : [second, ...numbers].filter((each) => each !== undefined);
  const inputs = isBinary ? ["a", "b"] : ["x"];
  const members = fields.map((field) => `${field}: f32;`).join(" ");
  const call = [...inputs, ...fields.map((field) => `this.${field}`)].join(", ");
  const type = `${name}_lanes`;
  const own = fields.length === 0 ? `changetype<${type}>(0)` : "g";
  const record = fields.length === 0 ? "" : `g: ${type}, `;
  return [
    `import { ${name} as ${name}_4 } from "${specifier}";`,
    `@unmanaged class ${type} {`,
    `  ${members}`,
    `  @inline apply(${inputs.map((input) => `${input}: v128`).join(", ")}): v128 { return ${name}_4(${call}); }`,
    "}",
    isBinary
      ? [
          `@unmanaged class ${name}_rows {`,
          "  row(out: usize, a: usize, b: usize, aStep: i32, bStep: i32, n: i32): void {",
          `    zip(changetype<${type}>(0), out, a, b, aStep, bStep, n);`,
          "  }",
          "}",
          `export function ${name}(out: usize, a: usize, b: usize, g: Walk, begin: i32, end: i32): void {`,
          `  walkRows(changetype<${name}_rows>(0), out, a, b, g, begin, end);`,
          "}",
        ].join("\n")
      : [
          `export function ${name}(out: usize, x: usize, ${record}begin: i32, end: i32): void {`,
          `  map(${own}, out, x, begin, end);`,
          "}",
        ].join("\n"),
  ].join("\n");
}

const everyElement = (parameter) => `${parameter}Elements[this.thread.x]`;
const stretched = (parameter) =>
  `${parameter}Elements[remainder(quotient(this.thread.x, ${parameter}Inner), ${parameter}Period)]`;

/** A function's parameters, and its body; of an arrow function or a method. */
function partsOf(f) {
  const text = String(f).replace(/^ +/gm, "");
  const [, list, block] = /^\w*\(([^)]*)\) (?:=> )?\{([\s\S]*)\}$/.exec(text) ?? [];
  if (block !== undefined) return [list.split(", "), block];
  const [, parameters, expression] = /^\(([^)]*)\) => ([\s\S]*)$/.exec(text);
  return [parameters.split(", "), `return ${expression};`];
}

/** The kernels that gpu.js translates, as text by name: of a function of x one that reads x[i]; of one of a and b one
 *  that reads a[i] and b[i], and one that reads either as a larger array (see elementwise/stretch.gpuPlans.ts). */
export function threadFrames(name, { f, gpu = f }, inputs) {
  const [parameters, body] = partsOf(gpu);
  const numbers = parameters.slice(inputs.length);
  const frame = (name, read, periods) => {
    const all = [...inputs.map((input) => `${input}Elements`), ...numbers, ...periods].join(", ");
    const reads = inputs.map((input) => `const ${input} = ${read(input)};`);
    return [name, [`function ${name}(${all}) {`, ...reads, body, "}"].join("\n")];
  };
  const flat = frame(name, everyElement, []);
  if (inputs.length === 1) return [flat];
  const periods = inputs.flatMap((input) => [`${input}Inner`, `${input}Period`]);
  return [flat, frame(`${name}Stretched`, stretched, periods)];
}
