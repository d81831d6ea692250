/** Multiply-adds of a thread, at two operations each. */
export const multiplyAdds = 1024 * 32;
export const threads = 256;

/** WGSL that multiplies and adds in registers alone, in eight chains that do not wait for each other: what an adapter can
 *  do at most. Reads one number from args0, and each thread writes one. */
export const multiplyAddBound = `@group(0) @binding(1) var<storage, read> args0 : array<f32>;
@group(0) @binding(2) var<storage, read_write> result : array<f32>;

@compute @workgroup_size(${threads}, 1, 1)
fn main(@builtin(global_invocation_id) id : vec3<u32>) {
  let factor = vec4<f32>(args0[0]);
  let term = vec4<f32>(f32(id.x) * 1e-9);
  var a = term; var b = term + 1.0; var c = term + 2.0; var d = term + 3.0;
  var e = term + 4.0; var f = term + 5.0; var g = term + 6.0; var h = term + 7.0;
  for (var i = 0; i < 1024; i++) {
    a = a * factor + term; b = b * factor + term; c = c * factor + term; d = d * factor + term;
    e = e * factor + term; f = f * factor + term; g = g * factor + term; h = h * factor + term;
  }
  let sum = a + b + c + d + e + f + g + h;
  result[id.x] = sum.x + sum.y + sum.z + sum.w;
}
`;
