// What an adapter can do at most, as WGSL: to launch in the place of a kernel of one input.

/** Multiply-adds of a thread, at two operations each. */
export const multiplyAdds = 1024 * 32;
export const threads = 256;

/** What args0 is to hold for both of the following: each of their numbers then jumps between two values, and comes to rest at
 *  none, which would take less power than a product's numbers do. */
export const boundInput = -1;

const bindings = (type: string) => `@group(0) @binding(1) var<storage, read> args0 : array<${type}>;
@group(0) @binding(2) var<storage, read_write> result : array<${type}>;

@compute @workgroup_size(${threads}, 1, 1)
fn main(@builtin(global_invocation_id) id : vec3<u32>)`;

function chains(type: string, count: number, total: string): string {
  const names = Array.from({ length: count }, (_, i) => `x${i}`);
  const steps = multiplyAdds / count / (type === "f32" ? 1 : 4);
  return `${bindings("f32")} {
  let factor = ${type}(args0[0]);
  let term = ${type}(1.0 + f32(id.x) * 1e-6);
${names.map((name, i) => `  var ${name} = term * ${(i + 1.1).toFixed(1)};`).join("\n")}
  for (var i = 0; i < ${steps}; i++) {
${names.map((name) => `    ${name} = ${name} * factor + term;`).join("\n")}
  }
  let sum = ${names.join(" + ")};
  result[id.x] = ${total};
}
`;
}

/** Multiplies and adds in registers alone, in chains that do not wait for each other: eight of vectors, or sixteen of numbers.
 *  The faster one is the bound: some adapters run vectors a third slower. Each thread writes a number. */
export const multiplyAddBound = chains("vec4<f32>", 8, "dot(sum, vec4<f32>(1.0))");
export const multiplyAddScalarBound = chains("f32", 16, "sum");

/** Each thread copies four numbers, at 32 bytes of traffic. */
export const streamCopy = `${bindings("vec4<f32>")} {
  result[id.x] = args0[id.x];
}
`;
