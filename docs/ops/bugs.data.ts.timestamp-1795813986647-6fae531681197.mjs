// test/mutants/changes.ts
function masked(x, keep) {
  return x.map((value, i) => (keep(i) ? value : 0));
}
function reordered(x, from) {
  return x.map((_, i) => x[from(i)]);
}
function times(x, factor) {
  return x.map((value) => value * factor);
}
function result(size, run) {
  const out = new Float64Array(size);
  run(out);
  return out;
}
function overwrite(out, count, share) {
  out.fill(0);
  for (let i = 0; i < count; i++) {
    const part = result(out.length, (values) => share(values, i));
    part.forEach((value, at) => {
      if (value !== 0) out[at] = value;
    });
  }
}
function scale(out, factor) {
  out.set(times(out, factor));
}

// test/mutants/mutant.ts
function always(name, ops2, mutate) {
  return { name, ops: ops2, phase: "always", mutate };
}
function backward(name, ops2, mutate) {
  return { name, ops: ops2, phase: "backward", mutate };
}

// test/mutants/catalog/pooling.ts
var maxOps = ["maxPool2d"];
var avgOps = ["avgPool2d"];
function winners(k, size, offset, g) {
  const indices = Float64Array.from({ length: size }, (_, i) => i);
  return result(offset.length, (out) => k.maxPool2dGather(out, indices, offset, g));
}
var fitsLeft = (i, g) => (i % g.ow) * g.sw - g.left + g.kw <= g.w;
var pooling = [
  always("maxPool2dGrad: = for += where windows overlap", maxOps, (k) => ({
    maxPool2dGrad(out, dy, offset, g) {
      out.fill(0);
      winners(k, out.length, offset, g).forEach((to, window) => {
        out[to] = dy[window];
      });
    },
  })),
  always("maxPool2dGrad: doubled where windows overlap", maxOps, (k) => ({
    maxPool2dGrad(out, dy, offset, g) {
      const ones = dy.map(() => 1);
      const taken = result(out.length, (counts) => k.maxPool2dGrad(counts, ones, offset, g));
      k.maxPool2dGrad(out, dy, offset, g);
      out.set(out.map((value, i) => (taken[i] > 1 ? 2 * value : value)));
    },
  })),
  always("maxPool2dGrad: offset decoded by the window's height", maxOps, (k) => ({
    maxPool2dGrad: (out, dy, offset, g) => k.maxPool2dGrad(out, dy, offset, { ...g, kw: g.kh }),
  })),
  always("maxPool2dGrad: last partial window dropped", maxOps, (k) => ({
    maxPool2dGrad(out, dy, offset, g) {
      const whole = masked(dy, (i) => fitsLeft(i, g));
      k.maxPool2dGrad(out, whole, offset, g);
    },
  })),
  always("maxPool2dOffset: the window's first element", maxOps, (k) => ({
    maxPool2dOffset: (out, x, g) => k.maxPool2dOffset(out, times(x, 0), g),
  })),
  always("maxPool2dOffset: the largest in magnitude", maxOps, (k) => ({
    maxPool2dOffset: (out, x, g) => k.maxPool2dOffset(out, x.map(Math.abs), g),
  })),
  always("maxPool2dGather: takes the maximum again, not the winner", maxOps, (k) => ({
    maxPool2dGather: (out, x, _, g) => k.maxPool2d(out, x, g),
  })),
  always("avgPool2dGrad: padding always counted", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, countIncludePad: true }),
  })),
  always("avgPool2dGrad: padding never counted", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, countIncludePad: false }),
  })),
  always("avgPool2dGrad: overhang beyond the padding counted", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, bottom: g.kh, right: g.kw }),
  })),
  always("avgPool2dGrad: not divided", avgOps, (k) => ({
    avgPool2dGrad(out, dy, g) {
      k.avgPool2dGrad(out, dy, { ...g, countIncludePad: true, bottom: g.kh, right: g.kw });
      scale(out, g.kh * g.kw);
    },
  })),
  always("avgPool2dGrad: = for += where windows overlap", avgOps, (k) => ({
    avgPool2dGrad(out, dy, g) {
      overwrite(out, dy.length, (part, window) => {
        const one = masked(dy, (i) => i === window);
        k.avgPool2dGrad(part, one, g);
      });
    },
  })),
  always("avgPool2dGrad: padding on the left off by one", avgOps, (k) => ({
    avgPool2dGrad: (out, dy, g) => k.avgPool2dGrad(out, dy, { ...g, left: Math.max(0, g.left - 1) }),
  })),
];

// docs/widgets/avg-pool/bugs.ts
var bugs = pooling.filter(({ ops: ops2 }) => ops2.includes("avgPool2d"));

// test/mutants/catalog/convolution.ts
var ops = ["conv2d"];
var channelsOf = ({ c, groups }) => c / groups;
var filtersOf = ({ k, groups }) => k / groups;
function placeOf(i, { k, oh, ow }) {
  const plane = oh * ow;
  return { image: Math.floor(i / (k * plane)), filter: Math.floor(i / plane) % k, row: Math.floor(i / ow) % oh };
}
function inFirstGroup(i, g) {
  const plane = g.h * g.w;
  const channel = Math.floor(i / plane) % g.c;
  return i + ((channel % channelsOf(g)) - channel) * plane;
}
var fitsAbove = (i, g) => i * g.sh - g.top + g.dh * (g.kh - 1) < g.h;
function evenly(windows, stride, span, size) {
  return Math.max(0, Math.floor(((windows - 1) * stride + span - size) / 2));
}
var convolution = [
  always("conv2dGradInput: group offset of the image forgotten", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      const gradient = result(out.length, (all) => k.conv2dGradInput(all, dy, w, g));
      out.fill(0);
      gradient.forEach((value, i) => {
        out[inFirstGroup(i, g)] += value;
      });
    },
  })),
  always("conv2dGradInput: strides swapped", ops, (k) => ({
    conv2dGradInput: (out, dy, w, g) => k.conv2dGradInput(out, dy, w, { ...g, sh: g.sw, sw: g.sh }),
  })),
  always("conv2dGradInput: dilation ignored", ["conv2d", "depthwiseSeparableConv2d"], (k) => ({
    conv2dGradInput: (out, dy, w, g) => k.conv2dGradInput(out, dy, w, { ...g, dh: 1, dw: 1 }),
  })),
  always("conv2dGradInput: padding off by one on the left", ops, (k) => ({
    conv2dGradInput: (out, dy, w, g) => k.conv2dGradInput(out, dy, w, { ...g, left: g.left + 1 }),
  })),
  always("conv2dGradInput: asymmetric padding taken as symmetric", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      const top = evenly(g.oh, g.sh, g.dh * (g.kh - 1) + 1, g.h);
      const left = evenly(g.ow, g.sw, g.dw * (g.kw - 1) + 1, g.w);
      k.conv2dGradInput(out, dy, w, { ...g, top, left });
    },
  })),
  always("conv2dGradInput: windows that hang over the bottom dropped", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      const whole = masked(dy, (i) => fitsAbove(placeOf(i, g).row, g));
      k.conv2dGradInput(out, whole, w, g);
    },
  })),
  always("conv2dGradInput: right border left out", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      k.conv2dGradInput(out, dy, w, g);
      out.set(masked(out, (i) => i % g.w !== g.w - 1));
    },
  })),
  always("conv2dGradInput: weights turned round", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      const taps = g.kh * g.kw;
      const turned = reordered(w, (i) => i - (i % taps) + taps - 1 - (i % taps));
      k.conv2dGradInput(out, dy, turned, g);
    },
  })),
  always("conv2dGradInput: weights read as [c, k]", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      const [channels, filters, taps] = [channelsOf(g), filtersOf(g), g.kh * g.kw];
      const misread = reordered(w, (i) => {
        const kernel = Math.floor(i / taps);
        const [filter, channel] = [Math.floor(kernel / channels), kernel % channels];
        const group = Math.floor(filter / filters);
        return ((group * channels + channel) * filters + (filter % filters)) * taps + (i % taps);
      });
      k.conv2dGradInput(out, dy, misread, g);
    },
  })),
  always("conv2dGradInput: = for += over the kernel's taps", ops, (k) => ({
    conv2dGradInput(out, dy, w, g) {
      const taps = g.kh * g.kw;
      overwrite(out, taps, (part, tap) => {
        const one = masked(w, (i) => i % taps === tap);
        k.conv2dGradInput(part, dy, one, g);
      });
    },
  })),
  always("conv2dGradWeight: group offset of the image forgotten", ops, (k) => ({
    conv2dGradWeight(out, dy, x, g) {
      const shared = reordered(x, (i) => inFirstGroup(i, g));
      k.conv2dGradWeight(out, dy, shared, g);
    },
  })),
  always("conv2dGradWeight: last image forgotten", ops, (k) => ({
    conv2dGradWeight(out, dy, x, g) {
      const others = masked(dy, (i) => placeOf(i, g).image < g.n - 1);
      k.conv2dGradWeight(out, others, x, g);
    },
  })),
  always("conv2dGradWeight: = for += over the images", ops, (k) => ({
    conv2dGradWeight(out, dy, x, g) {
      const last = masked(dy, (i) => placeOf(i, g).image === g.n - 1);
      k.conv2dGradWeight(out, last, x, g);
    },
  })),
  always("conv2dGradWeight: last group only", ["conv2d", "depthwiseSeparableConv2d"], (k) => ({
    conv2dGradWeight(out, dy, x, g) {
      const last = masked(dy, (i) => placeOf(i, g).filter >= g.k - filtersOf(g));
      k.conv2dGradWeight(out, last, x, g);
    },
  })),
  always("conv2dGradWeight: dilation of the columns ignored", ops, (k) => ({
    conv2dGradWeight: (out, dy, x, g) => k.conv2dGradWeight(out, dy, x, { ...g, dw: 1 }),
  })),
  backward("conv2d: bias gradient divided by the number of windows", ["conv2d", "depthwiseSeparableConv2d"], (k) => ({
    sum(out, x, g) {
      k.sum(out, x, g);
      scale(out, 1 / g.count);
    },
  })),
  backward("conv2d in the second order: dilation ignored", ops, (k) => ({
    conv2d: (out, x, w, bias, g) => k.conv2d(out, x, w, bias, { ...g, dh: 1, dw: 1 }),
  })),
];

// docs/widgets/conv2d/bugs.ts
var bugs2 = convolution.filter(({ name }) => !name.includes("bias"));

// docs/widgets/max-pool/bugs.ts
var bugs3 = pooling.filter(({ ops: ops2 }) => ops2.includes("maxPool2d"));

// docs/ops/bugs.data.ts
var bugs_data_default = {
  load: () => ({ conv2d: bugs2.length, maxPool2d: bugs3.length, avgPool2d: bugs.length }),
};

export { bugs_data_default as default };
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsidGVzdC9tdXRhbnRzL2NoYW5nZXMudHMiLCAidGVzdC9tdXRhbnRzL211dGFudC50cyIsICJ0ZXN0L211dGFudHMvY2F0YWxvZy9wb29saW5nLnRzIiwgImRvY3Mvd2lkZ2V0cy9hdmctcG9vbC9idWdzLnRzIiwgInRlc3QvbXV0YW50cy9jYXRhbG9nL2NvbnZvbHV0aW9uLnRzIiwgImRvY3Mvd2lkZ2V0cy9jb252MmQvYnVncy50cyIsICJkb2NzL3dpZGdldHMvbWF4LXBvb2wvYnVncy50cyIsICJkb2NzL29wcy9idWdzLmRhdGEudHMiXSwKICAic291cmNlc0NvbnRlbnQiOiBbImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC9zaXRlYmVuY2gvdGVzdC9tdXRhbnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC9zaXRlYmVuY2gvdGVzdC9tdXRhbnRzL2NoYW5nZXMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50cy9jaGFuZ2VzLnRzXCI7aW1wb3J0IHsgZm9yRWFjaCB9IGZyb20gXCIuLi8uLi9rZXJuZWxzL2NvbW1vbi93YWxrLnRzXCI7XG5pbXBvcnQgdHlwZSB7IEJyb2FkY2FzdEdlb21ldHJ5IH0gZnJvbSBcIi4uLy4uL3NyYy9jb3JlL2dlb21ldHJ5L3N0cmlkZWQudHNcIjtcbmltcG9ydCB0eXBlIHsgRmxvYXRzIH0gZnJvbSBcIi4uLy4uL3NyYy9kZXZpY2VzL2RldmljZS50c1wiO1xuaW1wb3J0IHR5cGUgeyBLZXJuZWxzIH0gZnJvbSBcIi4uLy4uL3NyYy9kZXZpY2VzL2tlcm5lbHMudHNcIjtcblxudHlwZSBCaW5hcnkgPSBLZXJuZWxzPEZsb2F0cz5bXCJtdWxcIl07XG5cbi8qKiB4IHdoZXJlIGBrZWVwYCBzYXlzIHNvLCAwIGVsc2V3aGVyZS4gKi9cbmV4cG9ydCBmdW5jdGlvbiBtYXNrZWQoeDogRmxvYXRzLCBrZWVwOiAoaTogbnVtYmVyKSA9PiBib29sZWFuKTogRmxvYXRzIHtcbiAgcmV0dXJuIHgubWFwKCh2YWx1ZSwgaSkgPT4gKGtlZXAoaSkgPyB2YWx1ZSA6IDApKTtcbn1cblxuLyoqIHgncyBlbGVtZW50cywgZWFjaCBmcm9tIGVsc2V3aGVyZSBpbiB4LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJlb3JkZXJlZCh4OiBGbG9hdHMsIGZyb206IChpOiBudW1iZXIpID0+IG51bWJlcik6IEZsb2F0cyB7XG4gIHJldHVybiB4Lm1hcCgoXywgaSkgPT4geFtmcm9tKGkpXSk7XG59XG5cbmV4cG9ydCBmdW5jdGlvbiB0aW1lcyh4OiBGbG9hdHMsIGZhY3RvcjogbnVtYmVyKTogRmxvYXRzIHtcbiAgcmV0dXJuIHgubWFwKCh2YWx1ZSkgPT4gdmFsdWUgKiBmYWN0b3IpO1xufVxuXG4vKiogV2hhdCBhIGtlcm5lbCB3cml0ZXMsIGFzIGEgbmV3IGFycmF5LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIHJlc3VsdChzaXplOiBudW1iZXIsIHJ1bjogKG91dDogRmxvYXRzKSA9PiB2b2lkKTogRmxvYXRzIHtcbiAgY29uc3Qgb3V0ID0gbmV3IEZsb2F0NjRBcnJheShzaXplKTtcbiAgcnVuKG91dCk7XG4gIHJldHVybiBvdXQ7XG59XG5cbi8qKiA9IGZvciArPTogb2YgYWxsIHNoYXJlcywgZWFjaCBvdXRwdXQga2VlcHMgdGhlIGxhc3QgdGhhdCByZWFjaGVkIGl0LiAqL1xuZXhwb3J0IGZ1bmN0aW9uIG92ZXJ3cml0ZShvdXQ6IEZsb2F0cywgY291bnQ6IG51bWJlciwgc2hhcmU6IChwYXJ0OiBGbG9hdHMsIGk6IG51bWJlcikgPT4gdm9pZCk6IHZvaWQge1xuICBvdXQuZmlsbCgwKTtcbiAgZm9yIChsZXQgaSA9IDA7IGkgPCBjb3VudDsgaSsrKSB7XG4gICAgY29uc3QgcGFydCA9IHJlc3VsdChvdXQubGVuZ3RoLCAodmFsdWVzKSA9PiBzaGFyZSh2YWx1ZXMsIGkpKTtcbiAgICBwYXJ0LmZvckVhY2goKHZhbHVlLCBhdCkgPT4ge1xuICAgICAgaWYgKHZhbHVlICE9PSAwKSBvdXRbYXRdID0gdmFsdWU7XG4gICAgfSk7XG4gIH1cbn1cblxuZXhwb3J0IGZ1bmN0aW9uIHNjYWxlKG91dDogRmxvYXRzLCBmYWN0b3I6IG51bWJlcik6IHZvaWQge1xuICBvdXQuc2V0KHRpbWVzKG91dCwgZmFjdG9yKSk7XG59XG5cbi8qKiBJbiBwbGFjZSBvZiBhIGtlcm5lbCBvZiB0d28gaW5wdXRzOiB0aGUgZmlyc3QgYWxvbmUuICovXG5leHBvcnQgY29uc3QgZmlyc3Q6IEJpbmFyeSA9IChvdXQsIGEsIF9iLCBnKSA9PiB7XG4gIGZvckVhY2goZy53YWxrLCAoaSwgaikgPT4ge1xuICAgIG91dFtpXSA9IGFbal07XG4gIH0pO1xufTtcblxuLyoqIEluIHBsYWNlIG9mIGEga2VybmVsIG9mIHR3byBpbnB1dHM6IHRoZSBzZWNvbmQgYWxvbmUuICovXG5leHBvcnQgY29uc3Qgc2Vjb25kOiBCaW5hcnkgPSAob3V0LCBfYSwgYiwgZykgPT4ge1xuICBmb3JFYWNoKGcud2FsaywgKGksIF9qLCBrKSA9PiB7XG4gICAgb3V0W2ldID0gYltrXTtcbiAgfSk7XG59O1xuXG5leHBvcnQgZnVuY3Rpb24gY29weShvdXQ6IEZsb2F0cywgeDogRmxvYXRzKTogdm9pZCB7XG4gIG91dC5zZXQoeCk7XG59XG5cbi8qKiBUaGUgZ2VvbWV0cnkgb2YgdGhlIHNhbWUgb3BlcmF0b3Igd2l0aCBpdHMgaW5wdXRzIHN3YXBwZWQuICovXG5leHBvcnQgZnVuY3Rpb24gc3dhcHBlZChnOiBCcm9hZGNhc3RHZW9tZXRyeSk6IEJyb2FkY2FzdEdlb21ldHJ5IHtcbiAgcmV0dXJuIHsgLi4uZywgd2FsazogeyBkaW1zOiBnLndhbGsuZGltcywgc3RyaWRlczogZy53YWxrLnN0cmlkZXMudG9SZXZlcnNlZCgpIH0gfTtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50cy9tdXRhbnQudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50cy9tdXRhbnQudHNcIjtpbXBvcnQgeyByZWZlcmVuY2VLZXJuZWxzIH0gZnJvbSBcIi4uLy4uL2tlcm5lbHMvcmVmZXJlbmNlLnRzXCI7XG5pbXBvcnQgdHlwZSB7IEZsb2F0cyB9IGZyb20gXCIuLi8uLi9zcmMvZGV2aWNlcy9kZXZpY2UudHNcIjtcbmltcG9ydCB0eXBlIHsgS2VybmVscyB9IGZyb20gXCIuLi8uLi9zcmMvZGV2aWNlcy9rZXJuZWxzLnRzXCI7XG5pbXBvcnQgeyBSZWZlcmVuY2VEZXZpY2UgfSBmcm9tIFwiLi4vLi4vc3JjL2RldmljZXMvcmVmZXJlbmNlLnRzXCI7XG5pbXBvcnQgdHlwZSB7IE9wQ2FzZSwgT3BJbmZvIH0gZnJvbSBcIi4uLy4uL3NyYy9ncmFkY2hlY2svb3AtaW5mby9vcC1pbmZvLnRzXCI7XG5cbi8qKiBBIGJ1ZyB0aGF0IHBlb3BsZSBtYWtlIGluIGdyYWRpZW50cywgYXMgYSBjaGFuZ2Ugb2YgdGhlIHJlZmVyZW5jZSdzIGtlcm5lbHMuICovXG5leHBvcnQgaW50ZXJmYWNlIE11dGFudCB7XG4gIHJlYWRvbmx5IG5hbWU6IHN0cmluZztcbiAgLyoqIFJvd3Mgb2YgdGhlIG9wZXJhdG9yIHRhYmxlIHRoYXQgc2hvdWxkIG5vdGljZSBpdCwgZWFjaCBieSBpdHNlbGYuICovXG4gIHJlYWRvbmx5IG9wczogcmVhZG9ubHkgc3RyaW5nW107XG4gIC8qKiBcImFsd2F5c1wiOiBhIGtlcm5lbCB0aGF0IG9ubHkgZ3JhZGllbnRzIHVzZS4gXCJiYWNrd2FyZFwiOiBhcHBsaWVkIG9ubHkgd2hpbGUgZ3JhZGllbnRzIGFyZSBjb21wdXRlZCwgd2hlcmUgdGhlIGtlcm5lbFxuICAgKiAgc2VydmVzIHRoZSBmb3J3YXJkIHBhc3MgdG9vLiAqL1xuICByZWFkb25seSBwaGFzZTogXCJhbHdheXNcIiB8IFwiYmFja3dhcmRcIjtcbiAgbXV0YXRlKGtlcm5lbHM6IEtlcm5lbHM8RmxvYXRzPik6IFBhcnRpYWw8S2VybmVsczxGbG9hdHM+Pjtcbn1cblxuZXhwb3J0IGZ1bmN0aW9uIGFsd2F5cyhuYW1lOiBzdHJpbmcsIG9wczogcmVhZG9ubHkgc3RyaW5nW10sIG11dGF0ZTogTXV0YW50W1wibXV0YXRlXCJdKTogTXV0YW50IHtcbiAgcmV0dXJuIHsgbmFtZSwgb3BzLCBwaGFzZTogXCJhbHdheXNcIiwgbXV0YXRlIH07XG59XG5cbmV4cG9ydCBmdW5jdGlvbiBiYWNrd2FyZChuYW1lOiBzdHJpbmcsIG9wczogcmVhZG9ubHkgc3RyaW5nW10sIG11dGF0ZTogTXV0YW50W1wibXV0YXRlXCJdKTogTXV0YW50IHtcbiAgcmV0dXJuIHsgbmFtZSwgb3BzLCBwaGFzZTogXCJiYWNrd2FyZFwiLCBtdXRhdGUgfTtcbn1cblxuLyoqIEEgcmVmZXJlbmNlIGRldmljZSB3aXRoIHRoZSBidWcsIGFuZCB3aGF0IHRlbGxzIGl0IHdoZW4gYSBmb3J3YXJkIHBhc3MgYmVnaW5zIGFuZCBlbmRzOiBvZiBhIGZ1bmN0aW9uLCBvciBvZiBlYWNoIGNhc2Ugb2ZcbiAqICBhIHJvdyBvZiB0aGUgb3BlcmF0b3IgdGFibGUuIEEga2VybmVsIHRoYXQgcnVucyBvdXRzaWRlIG9mIGl0IGNvdW50cyBhcyBwYXJ0IG9mIGEgYmFja3dhcmQgcGFzcy4gKi9cbmV4cG9ydCBmdW5jdGlvbiBtdXRhbnREZXZpY2UobXV0YW50OiBNdXRhbnQpOiB7XG4gIGRldmljZTogUmVmZXJlbmNlRGV2aWNlO1xuICBmb3J3YXJkKHJ1bjogT3BDYXNlW1wicnVuXCJdKTogT3BDYXNlW1wicnVuXCJdO1xuICB3cmFwKGluZm86IE9wSW5mbyk6IE9wSW5mbztcbn0ge1xuICBjb25zdCBtdXRhdGVkOiBLZXJuZWxzPEZsb2F0cz4gPSB7IC4uLnJlZmVyZW5jZUtlcm5lbHMsIC4uLm11dGFudC5tdXRhdGUocmVmZXJlbmNlS2VybmVscykgfTtcbiAgbGV0IGlzRm9yd2FyZCA9IGZhbHNlO1xuICBjb25zdCBieVBoYXNlID0gbmV3IFByb3h5KG11dGF0ZWQsIHtcbiAgICBnZXQ6IChfLCBrZXJuZWwpID0+IFJlZmxlY3QuZ2V0KGlzRm9yd2FyZCA/IHJlZmVyZW5jZUtlcm5lbHMgOiBtdXRhdGVkLCBrZXJuZWwpLFxuICB9KTtcbiAgY29uc3QgZm9yd2FyZCA9XG4gICAgKHJ1bjogT3BDYXNlW1wicnVuXCJdKTogT3BDYXNlW1wicnVuXCJdID0+XG4gICAgKC4uLmlucHV0cykgPT4ge1xuICAgICAgaXNGb3J3YXJkID0gdHJ1ZTtcbiAgICAgIHRyeSB7XG4gICAgICAgIHJldHVybiBydW4oLi4uaW5wdXRzKTtcbiAgICAgIH0gZmluYWxseSB7XG4gICAgICAgIGlzRm9yd2FyZCA9IGZhbHNlO1xuICAgICAgfVxuICAgIH07XG4gIHJldHVybiB7XG4gICAgZGV2aWNlOiBuZXcgUmVmZXJlbmNlRGV2aWNlKFwiZmxvYXQ2NFwiLCBtdXRhbnQucGhhc2UgPT09IFwiYWx3YXlzXCIgPyBtdXRhdGVkIDogYnlQaGFzZSksXG4gICAgZm9yd2FyZCxcbiAgICB3cmFwOiAoaW5mbykgPT4gKHsgLi4uaW5mbywgY2FzZXM6IGluZm8uY2FzZXMubWFwKChvcENhc2UpID0+ICh7IC4uLm9wQ2FzZSwgcnVuOiBmb3J3YXJkKG9wQ2FzZS5ydW4pIH0pKSB9KSxcbiAgfTtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50cy9jYXRhbG9nXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC9zaXRlYmVuY2gvdGVzdC9tdXRhbnRzL2NhdGFsb2cvcG9vbGluZy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay93dC9zaXRlYmVuY2gvdGVzdC9tdXRhbnRzL2NhdGFsb2cvcG9vbGluZy50c1wiO2ltcG9ydCB0eXBlIHsgUG9vbDJkR2VvbWV0cnkgfSBmcm9tIFwiLi4vLi4vLi4vc3JjL2NvcmUvZ2VvbWV0cnkvcG9vbDJkLnRzXCI7XG5pbXBvcnQgdHlwZSB7IEZsb2F0cyB9IGZyb20gXCIuLi8uLi8uLi9zcmMvZGV2aWNlcy9kZXZpY2UudHNcIjtcbmltcG9ydCB0eXBlIHsgS2VybmVscyB9IGZyb20gXCIuLi8uLi8uLi9zcmMvZGV2aWNlcy9rZXJuZWxzLnRzXCI7XG5pbXBvcnQgeyBtYXNrZWQsIG92ZXJ3cml0ZSwgcmVzdWx0LCBzY2FsZSwgdGltZXMgfSBmcm9tIFwiLi4vY2hhbmdlcy50c1wiO1xuaW1wb3J0IHsgYWx3YXlzIH0gZnJvbSBcIi4uL211dGFudC50c1wiO1xuXG5jb25zdCBtYXhPcHMgPSBbXCJtYXhQb29sMmRcIl07XG5jb25zdCBhdmdPcHMgPSBbXCJhdmdQb29sMmRcIl07XG5cbi8qKiBUaGUgaW5wdXQgZWxlbWVudCB0aGF0IGVhY2ggd2luZG93IHRha2VzOiB3aGF0IGdhdGhlcmluZyB0aGVpciBvd24gaW5kaWNlcyBzaG93cy4gKi9cbmZ1bmN0aW9uIHdpbm5lcnMoazogS2VybmVsczxGbG9hdHM+LCBzaXplOiBudW1iZXIsIG9mZnNldDogRmxvYXRzLCBnOiBQb29sMmRHZW9tZXRyeSk6IEZsb2F0cyB7XG4gIGNvbnN0IGluZGljZXMgPSBGbG9hdDY0QXJyYXkuZnJvbSh7IGxlbmd0aDogc2l6ZSB9LCAoXywgaSkgPT4gaSk7XG4gIHJldHVybiByZXN1bHQob2Zmc2V0Lmxlbmd0aCwgKG91dCkgPT4gay5tYXhQb29sMmRHYXRoZXIob3V0LCBpbmRpY2VzLCBvZmZzZXQsIGcpKTtcbn1cblxuLyoqIFdoZXRoZXIgdGhlIHdpbmRvdyBvZiBvdXRwdXQgaSBsaWVzIHdpdGhpbiB0aGUgaW5wdXQncyByaWdodCBlZGdlLiAqL1xuY29uc3QgZml0c0xlZnQgPSAoaTogbnVtYmVyLCBnOiBQb29sMmRHZW9tZXRyeSkgPT4gKGkgJSBnLm93KSAqIGcuc3cgLSBnLmxlZnQgKyBnLmt3IDw9IGcudztcblxuZXhwb3J0IGNvbnN0IHBvb2xpbmcgPSBbXG4gIGFsd2F5cyhcIm1heFBvb2wyZEdyYWQ6ID0gZm9yICs9IHdoZXJlIHdpbmRvd3Mgb3ZlcmxhcFwiLCBtYXhPcHMsIChrKSA9PiAoe1xuICAgIG1heFBvb2wyZEdyYWQob3V0LCBkeSwgb2Zmc2V0LCBnKSB7XG4gICAgICBvdXQuZmlsbCgwKTtcbiAgICAgIHdpbm5lcnMoaywgb3V0Lmxlbmd0aCwgb2Zmc2V0LCBnKS5mb3JFYWNoKCh0bywgd2luZG93KSA9PiB7XG4gICAgICAgIG91dFt0b10gPSBkeVt3aW5kb3ddO1xuICAgICAgfSk7XG4gICAgfSxcbiAgfSkpLFxuICBhbHdheXMoXCJtYXhQb29sMmRHcmFkOiBkb3VibGVkIHdoZXJlIHdpbmRvd3Mgb3ZlcmxhcFwiLCBtYXhPcHMsIChrKSA9PiAoe1xuICAgIG1heFBvb2wyZEdyYWQob3V0LCBkeSwgb2Zmc2V0LCBnKSB7XG4gICAgICBjb25zdCBvbmVzID0gZHkubWFwKCgpID0+IDEpO1xuICAgICAgY29uc3QgdGFrZW4gPSByZXN1bHQob3V0Lmxlbmd0aCwgKGNvdW50cykgPT4gay5tYXhQb29sMmRHcmFkKGNvdW50cywgb25lcywgb2Zmc2V0LCBnKSk7XG4gICAgICBrLm1heFBvb2wyZEdyYWQob3V0LCBkeSwgb2Zmc2V0LCBnKTtcbiAgICAgIG91dC5zZXQob3V0Lm1hcCgodmFsdWUsIGkpID0+ICh0YWtlbltpXSA+IDEgPyAyICogdmFsdWUgOiB2YWx1ZSkpKTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcIm1heFBvb2wyZEdyYWQ6IG9mZnNldCBkZWNvZGVkIGJ5IHRoZSB3aW5kb3cncyBoZWlnaHRcIiwgbWF4T3BzLCAoaykgPT4gKHtcbiAgICBtYXhQb29sMmRHcmFkOiAob3V0LCBkeSwgb2Zmc2V0LCBnKSA9PiBrLm1heFBvb2wyZEdyYWQob3V0LCBkeSwgb2Zmc2V0LCB7IC4uLmcsIGt3OiBnLmtoIH0pLFxuICB9KSksXG4gIGFsd2F5cyhcIm1heFBvb2wyZEdyYWQ6IGxhc3QgcGFydGlhbCB3aW5kb3cgZHJvcHBlZFwiLCBtYXhPcHMsIChrKSA9PiAoe1xuICAgIG1heFBvb2wyZEdyYWQob3V0LCBkeSwgb2Zmc2V0LCBnKSB7XG4gICAgICBjb25zdCB3aG9sZSA9IG1hc2tlZChkeSwgKGkpID0+IGZpdHNMZWZ0KGksIGcpKTtcbiAgICAgIGsubWF4UG9vbDJkR3JhZChvdXQsIHdob2xlLCBvZmZzZXQsIGcpO1xuICAgIH0sXG4gIH0pKSxcbiAgYWx3YXlzKFwibWF4UG9vbDJkT2Zmc2V0OiB0aGUgd2luZG93J3MgZmlyc3QgZWxlbWVudFwiLCBtYXhPcHMsIChrKSA9PiAoe1xuICAgIG1heFBvb2wyZE9mZnNldDogKG91dCwgeCwgZykgPT4gay5tYXhQb29sMmRPZmZzZXQob3V0LCB0aW1lcyh4LCAwKSwgZyksXG4gIH0pKSxcbiAgYWx3YXlzKFwibWF4UG9vbDJkT2Zmc2V0OiB0aGUgbGFyZ2VzdCBpbiBtYWduaXR1ZGVcIiwgbWF4T3BzLCAoaykgPT4gKHtcbiAgICBtYXhQb29sMmRPZmZzZXQ6IChvdXQsIHgsIGcpID0+IGsubWF4UG9vbDJkT2Zmc2V0KG91dCwgeC5tYXAoTWF0aC5hYnMpLCBnKSxcbiAgfSkpLFxuICBhbHdheXMoXCJtYXhQb29sMmRHYXRoZXI6IHRha2VzIHRoZSBtYXhpbXVtIGFnYWluLCBub3QgdGhlIHdpbm5lclwiLCBtYXhPcHMsIChrKSA9PiAoe1xuICAgIG1heFBvb2wyZEdhdGhlcjogKG91dCwgeCwgXywgZykgPT4gay5tYXhQb29sMmQob3V0LCB4LCBnKSxcbiAgfSkpLFxuICBhbHdheXMoXCJhdmdQb29sMmRHcmFkOiBwYWRkaW5nIGFsd2F5cyBjb3VudGVkXCIsIGF2Z09wcywgKGspID0+ICh7XG4gICAgYXZnUG9vbDJkR3JhZDogKG91dCwgZHksIGcpID0+IGsuYXZnUG9vbDJkR3JhZChvdXQsIGR5LCB7IC4uLmcsIGNvdW50SW5jbHVkZVBhZDogdHJ1ZSB9KSxcbiAgfSkpLFxuICBhbHdheXMoXCJhdmdQb29sMmRHcmFkOiBwYWRkaW5nIG5ldmVyIGNvdW50ZWRcIiwgYXZnT3BzLCAoaykgPT4gKHtcbiAgICBhdmdQb29sMmRHcmFkOiAob3V0LCBkeSwgZykgPT4gay5hdmdQb29sMmRHcmFkKG91dCwgZHksIHsgLi4uZywgY291bnRJbmNsdWRlUGFkOiBmYWxzZSB9KSxcbiAgfSkpLFxuICBhbHdheXMoXCJhdmdQb29sMmRHcmFkOiBvdmVyaGFuZyBiZXlvbmQgdGhlIHBhZGRpbmcgY291bnRlZFwiLCBhdmdPcHMsIChrKSA9PiAoe1xuICAgIGF2Z1Bvb2wyZEdyYWQ6IChvdXQsIGR5LCBnKSA9PiBrLmF2Z1Bvb2wyZEdyYWQob3V0LCBkeSwgeyAuLi5nLCBib3R0b206IGcua2gsIHJpZ2h0OiBnLmt3IH0pLFxuICB9KSksXG4gIGFsd2F5cyhcImF2Z1Bvb2wyZEdyYWQ6IG5vdCBkaXZpZGVkXCIsIGF2Z09wcywgKGspID0+ICh7XG4gICAgYXZnUG9vbDJkR3JhZChvdXQsIGR5LCBnKSB7XG4gICAgICBrLmF2Z1Bvb2wyZEdyYWQob3V0LCBkeSwgeyAuLi5nLCBjb3VudEluY2x1ZGVQYWQ6IHRydWUsIGJvdHRvbTogZy5raCwgcmlnaHQ6IGcua3cgfSk7XG4gICAgICBzY2FsZShvdXQsIGcua2ggKiBnLmt3KTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImF2Z1Bvb2wyZEdyYWQ6ID0gZm9yICs9IHdoZXJlIHdpbmRvd3Mgb3ZlcmxhcFwiLCBhdmdPcHMsIChrKSA9PiAoe1xuICAgIGF2Z1Bvb2wyZEdyYWQob3V0LCBkeSwgZykge1xuICAgICAgb3ZlcndyaXRlKG91dCwgZHkubGVuZ3RoLCAocGFydCwgd2luZG93KSA9PiB7XG4gICAgICAgIGNvbnN0IG9uZSA9IG1hc2tlZChkeSwgKGkpID0+IGkgPT09IHdpbmRvdyk7XG4gICAgICAgIGsuYXZnUG9vbDJkR3JhZChwYXJ0LCBvbmUsIGcpO1xuICAgICAgfSk7XG4gICAgfSxcbiAgfSkpLFxuICBhbHdheXMoXCJhdmdQb29sMmRHcmFkOiBwYWRkaW5nIG9uIHRoZSBsZWZ0IG9mZiBieSBvbmVcIiwgYXZnT3BzLCAoaykgPT4gKHtcbiAgICBhdmdQb29sMmRHcmFkOiAob3V0LCBkeSwgZykgPT4gay5hdmdQb29sMmRHcmFkKG91dCwgZHksIHsgLi4uZywgbGVmdDogTWF0aC5tYXgoMCwgZy5sZWZ0IC0gMSkgfSksXG4gIH0pKSxcbl07XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0L3NpdGViZW5jaC9kb2NzL3dpZGdldHMvYXZnLXBvb2xcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3d0L3NpdGViZW5jaC9kb2NzL3dpZGdldHMvYXZnLXBvb2wvYnVncy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay93dC9zaXRlYmVuY2gvZG9jcy93aWRnZXRzL2F2Zy1wb29sL2J1Z3MudHNcIjtpbXBvcnQgeyBwb29saW5nIH0gZnJvbSBcIi4uLy4uLy4uL3Rlc3QvbXV0YW50cy9jYXRhbG9nL3Bvb2xpbmcudHNcIjtcbmltcG9ydCB7IHR5cGUgTXV0YW50LCBtdXRhbnREZXZpY2UgfSBmcm9tIFwiLi4vLi4vLi4vdGVzdC9tdXRhbnRzL211dGFudC50c1wiO1xuaW1wb3J0IHsgdmVyZGljdCB9IGZyb20gXCIuLi9jb3JlL2Jyb2tlbi50c1wiO1xuaW1wb3J0IHsgZmlsbGVkIH0gZnJvbSBcIi4uL2NvcmUvZmlsbC50c1wiO1xuaW1wb3J0IHsgdHlwZSBDb21wdXRlZCwgY29tcHV0ZSB9IGZyb20gXCIuLi9wb29saW5nL2NvbXB1dGUudHNcIjtcbmltcG9ydCB7IHhTaGFwZU9mIH0gZnJvbSBcIi4uL3Bvb2xpbmcvc3RhdGUudHNcIjtcbmltcG9ydCB7IG9wZXJhdG9yT2YsIHR5cGUgU3RhdGUgfSBmcm9tIFwiLi9zdGF0ZS50c1wiO1xuXG4vKiogVGhlIHNlZWRlZCBidWdzIG9mIGF2ZXJhZ2UgcG9vbGluZy4gKi9cbmV4cG9ydCBjb25zdCBidWdzOiByZWFkb25seSBNdXRhbnRbXSA9IHBvb2xpbmcuZmlsdGVyKCh7IG9wcyB9KSA9PiBvcHMuaW5jbHVkZXMoXCJhdmdQb29sMmRcIikpO1xuXG5jb25zdCBidWdPZiA9IChzOiBTdGF0ZSk6IE11dGFudCA9PiBidWdzW01hdGgubWluKHMuYnVnLCBidWdzLmxlbmd0aCAtIDEpXTtcblxuLyoqIFdoYXQgYW4gYXZlcmFnZSBwb29saW5nIGNvbXB1dGVzIHdpdGggdGhlIGJ1ZyBpbiBpdC4gKi9cbmV4cG9ydCBjb25zdCBicm9rZW4gPSAoczogU3RhdGUpOiBDb21wdXRlZCA9PiBjb21wdXRlKHMsIG9wZXJhdG9yT2YocyksIG11dGFudERldmljZShidWdPZihzKSkuZGV2aWNlKTtcblxuZXhwb3J0IGZ1bmN0aW9uIGp1ZGdlZChzOiBTdGF0ZSk6IFByb21pc2U8c3RyaW5nPiB7XG4gIGNvbnN0IHNoYXBlID0geFNoYXBlT2Yocyk7XG4gIHJldHVybiB2ZXJkaWN0KGJ1Z09mKHMpLCBvcGVyYXRvck9mKHMpLnJ1biwgW3sgdmFsdWVzOiBmaWxsZWQocy54LCBzaGFwZSksIHNoYXBlIH1dKTtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50cy9jYXRhbG9nXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC9zaXRlYmVuY2gvdGVzdC9tdXRhbnRzL2NhdGFsb2cvY29udm9sdXRpb24udHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvc2l0ZWJlbmNoL3Rlc3QvbXV0YW50cy9jYXRhbG9nL2NvbnZvbHV0aW9uLnRzXCI7aW1wb3J0IHR5cGUgeyBDb252MmRHZW9tZXRyeSB9IGZyb20gXCIuLi8uLi8uLi9zcmMvY29yZS9nZW9tZXRyeS9jb252MmQudHNcIjtcbmltcG9ydCB7IG1hc2tlZCwgb3ZlcndyaXRlLCByZW9yZGVyZWQsIHJlc3VsdCwgc2NhbGUgfSBmcm9tIFwiLi4vY2hhbmdlcy50c1wiO1xuaW1wb3J0IHsgYWx3YXlzLCBiYWNrd2FyZCB9IGZyb20gXCIuLi9tdXRhbnQudHNcIjtcblxuY29uc3Qgb3BzID0gW1wiY29udjJkXCJdO1xuXG5jb25zdCBjaGFubmVsc09mID0gKHsgYywgZ3JvdXBzIH06IENvbnYyZEdlb21ldHJ5KSA9PiBjIC8gZ3JvdXBzO1xuY29uc3QgZmlsdGVyc09mID0gKHsgaywgZ3JvdXBzIH06IENvbnYyZEdlb21ldHJ5KSA9PiBrIC8gZ3JvdXBzO1xuXG4vKiogV2hlcmUgYW4gZWxlbWVudCBvZiBkeSBbbiwgaywgb2gsIG93XSBzdGFuZHMuICovXG5mdW5jdGlvbiBwbGFjZU9mKGk6IG51bWJlciwgeyBrLCBvaCwgb3cgfTogQ29udjJkR2VvbWV0cnkpIHtcbiAgY29uc3QgcGxhbmUgPSBvaCAqIG93O1xuICByZXR1cm4geyBpbWFnZTogTWF0aC5mbG9vcihpIC8gKGsgKiBwbGFuZSkpLCBmaWx0ZXI6IE1hdGguZmxvb3IoaSAvIHBsYW5lKSAlIGssIHJvdzogTWF0aC5mbG9vcihpIC8gb3cpICUgb2ggfTtcbn1cblxuLyoqIFRoZSBpbmRleCBpbiB4IFtuLCBjLCBoLCB3XSBvZiB0aGUgc2FtZSBjaGFubmVsIGluIHRoZSBmaXJzdCBncm91cC4gKi9cbmZ1bmN0aW9uIGluRmlyc3RHcm91cChpOiBudW1iZXIsIGc6IENvbnYyZEdlb21ldHJ5KTogbnVtYmVyIHtcbiAgY29uc3QgcGxhbmUgPSBnLmggKiBnLnc7XG4gIGNvbnN0IGNoYW5uZWwgPSBNYXRoLmZsb29yKGkgLyBwbGFuZSkgJSBnLmM7XG4gIHJldHVybiBpICsgKChjaGFubmVsICUgY2hhbm5lbHNPZihnKSkgLSBjaGFubmVsKSAqIHBsYW5lO1xufVxuXG4vKiogV2hldGhlciB0aGUgd2luZG93cyBvZiByb3cgaSBlbmQgYWJvdmUgdGhlIGltYWdlJ3MgYm90dG9tIGVkZ2UuICovXG5jb25zdCBmaXRzQWJvdmUgPSAoaTogbnVtYmVyLCBnOiBDb252MmRHZW9tZXRyeSkgPT4gaSAqIGcuc2ggLSBnLnRvcCArIGcuZGggKiAoZy5raCAtIDEpIDwgZy5oO1xuXG4vKiogUGFkZGluZyBiZWZvcmUgYW4gYXhpcyBpZiBhbGwgb2YgaXQgd2VyZSBzcGxpdCBldmVubHkuICovXG5mdW5jdGlvbiBldmVubHkod2luZG93czogbnVtYmVyLCBzdHJpZGU6IG51bWJlciwgc3BhbjogbnVtYmVyLCBzaXplOiBudW1iZXIpOiBudW1iZXIge1xuICByZXR1cm4gTWF0aC5tYXgoMCwgTWF0aC5mbG9vcigoKHdpbmRvd3MgLSAxKSAqIHN0cmlkZSArIHNwYW4gLSBzaXplKSAvIDIpKTtcbn1cblxuZXhwb3J0IGNvbnN0IGNvbnZvbHV0aW9uID0gW1xuICBhbHdheXMoXCJjb252MmRHcmFkSW5wdXQ6IGdyb3VwIG9mZnNldCBvZiB0aGUgaW1hZ2UgZm9yZ290dGVuXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZElucHV0KG91dCwgZHksIHcsIGcpIHtcbiAgICAgIGNvbnN0IGdyYWRpZW50ID0gcmVzdWx0KG91dC5sZW5ndGgsIChhbGwpID0+IGsuY29udjJkR3JhZElucHV0KGFsbCwgZHksIHcsIGcpKTtcbiAgICAgIG91dC5maWxsKDApO1xuICAgICAgZ3JhZGllbnQuZm9yRWFjaCgodmFsdWUsIGkpID0+IHtcbiAgICAgICAgb3V0W2luRmlyc3RHcm91cChpLCBnKV0gKz0gdmFsdWU7XG4gICAgICB9KTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImNvbnYyZEdyYWRJbnB1dDogc3RyaWRlcyBzd2FwcGVkXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZElucHV0OiAob3V0LCBkeSwgdywgZykgPT4gay5jb252MmRHcmFkSW5wdXQob3V0LCBkeSwgdywgeyAuLi5nLCBzaDogZy5zdywgc3c6IGcuc2ggfSksXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZElucHV0OiBkaWxhdGlvbiBpZ25vcmVkXCIsIFtcImNvbnYyZFwiLCBcImRlcHRod2lzZVNlcGFyYWJsZUNvbnYyZFwiXSwgKGspID0+ICh7XG4gICAgY29udjJkR3JhZElucHV0OiAob3V0LCBkeSwgdywgZykgPT4gay5jb252MmRHcmFkSW5wdXQob3V0LCBkeSwgdywgeyAuLi5nLCBkaDogMSwgZHc6IDEgfSksXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZElucHV0OiBwYWRkaW5nIG9mZiBieSBvbmUgb24gdGhlIGxlZnRcIiwgb3BzLCAoaykgPT4gKHtcbiAgICBjb252MmRHcmFkSW5wdXQ6IChvdXQsIGR5LCB3LCBnKSA9PiBrLmNvbnYyZEdyYWRJbnB1dChvdXQsIGR5LCB3LCB7IC4uLmcsIGxlZnQ6IGcubGVmdCArIDEgfSksXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZElucHV0OiBhc3ltbWV0cmljIHBhZGRpbmcgdGFrZW4gYXMgc3ltbWV0cmljXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZElucHV0KG91dCwgZHksIHcsIGcpIHtcbiAgICAgIGNvbnN0IHRvcCA9IGV2ZW5seShnLm9oLCBnLnNoLCBnLmRoICogKGcua2ggLSAxKSArIDEsIGcuaCk7XG4gICAgICBjb25zdCBsZWZ0ID0gZXZlbmx5KGcub3csIGcuc3csIGcuZHcgKiAoZy5rdyAtIDEpICsgMSwgZy53KTtcbiAgICAgIGsuY29udjJkR3JhZElucHV0KG91dCwgZHksIHcsIHsgLi4uZywgdG9wLCBsZWZ0IH0pO1xuICAgIH0sXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZElucHV0OiB3aW5kb3dzIHRoYXQgaGFuZyBvdmVyIHRoZSBib3R0b20gZHJvcHBlZFwiLCBvcHMsIChrKSA9PiAoe1xuICAgIGNvbnYyZEdyYWRJbnB1dChvdXQsIGR5LCB3LCBnKSB7XG4gICAgICBjb25zdCB3aG9sZSA9IG1hc2tlZChkeSwgKGkpID0+IGZpdHNBYm92ZShwbGFjZU9mKGksIGcpLnJvdywgZykpO1xuICAgICAgay5jb252MmRHcmFkSW5wdXQob3V0LCB3aG9sZSwgdywgZyk7XG4gICAgfSxcbiAgfSkpLFxuICBhbHdheXMoXCJjb252MmRHcmFkSW5wdXQ6IHJpZ2h0IGJvcmRlciBsZWZ0IG91dFwiLCBvcHMsIChrKSA9PiAoe1xuICAgIGNvbnYyZEdyYWRJbnB1dChvdXQsIGR5LCB3LCBnKSB7XG4gICAgICBrLmNvbnYyZEdyYWRJbnB1dChvdXQsIGR5LCB3LCBnKTtcbiAgICAgIG91dC5zZXQobWFza2VkKG91dCwgKGkpID0+IGkgJSBnLncgIT09IGcudyAtIDEpKTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImNvbnYyZEdyYWRJbnB1dDogd2VpZ2h0cyB0dXJuZWQgcm91bmRcIiwgb3BzLCAoaykgPT4gKHtcbiAgICBjb252MmRHcmFkSW5wdXQob3V0LCBkeSwgdywgZykge1xuICAgICAgY29uc3QgdGFwcyA9IGcua2ggKiBnLmt3O1xuICAgICAgY29uc3QgdHVybmVkID0gcmVvcmRlcmVkKHcsIChpKSA9PiBpIC0gKGkgJSB0YXBzKSArIHRhcHMgLSAxIC0gKGkgJSB0YXBzKSk7XG4gICAgICBrLmNvbnYyZEdyYWRJbnB1dChvdXQsIGR5LCB0dXJuZWQsIGcpO1xuICAgIH0sXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZElucHV0OiB3ZWlnaHRzIHJlYWQgYXMgW2MsIGtdXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZElucHV0KG91dCwgZHksIHcsIGcpIHtcbiAgICAgIGNvbnN0IFtjaGFubmVscywgZmlsdGVycywgdGFwc10gPSBbY2hhbm5lbHNPZihnKSwgZmlsdGVyc09mKGcpLCBnLmtoICogZy5rd107XG4gICAgICBjb25zdCBtaXNyZWFkID0gcmVvcmRlcmVkKHcsIChpKSA9PiB7XG4gICAgICAgIGNvbnN0IGtlcm5lbCA9IE1hdGguZmxvb3IoaSAvIHRhcHMpO1xuICAgICAgICBjb25zdCBbZmlsdGVyLCBjaGFubmVsXSA9IFtNYXRoLmZsb29yKGtlcm5lbCAvIGNoYW5uZWxzKSwga2VybmVsICUgY2hhbm5lbHNdO1xuICAgICAgICBjb25zdCBncm91cCA9IE1hdGguZmxvb3IoZmlsdGVyIC8gZmlsdGVycyk7XG4gICAgICAgIHJldHVybiAoKGdyb3VwICogY2hhbm5lbHMgKyBjaGFubmVsKSAqIGZpbHRlcnMgKyAoZmlsdGVyICUgZmlsdGVycykpICogdGFwcyArIChpICUgdGFwcyk7XG4gICAgICB9KTtcbiAgICAgIGsuY29udjJkR3JhZElucHV0KG91dCwgZHksIG1pc3JlYWQsIGcpO1xuICAgIH0sXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZElucHV0OiA9IGZvciArPSBvdmVyIHRoZSBrZXJuZWwncyB0YXBzXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZElucHV0KG91dCwgZHksIHcsIGcpIHtcbiAgICAgIGNvbnN0IHRhcHMgPSBnLmtoICogZy5rdztcbiAgICAgIG92ZXJ3cml0ZShvdXQsIHRhcHMsIChwYXJ0LCB0YXApID0+IHtcbiAgICAgICAgY29uc3Qgb25lID0gbWFza2VkKHcsIChpKSA9PiBpICUgdGFwcyA9PT0gdGFwKTtcbiAgICAgICAgay5jb252MmRHcmFkSW5wdXQocGFydCwgZHksIG9uZSwgZyk7XG4gICAgICB9KTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImNvbnYyZEdyYWRXZWlnaHQ6IGdyb3VwIG9mZnNldCBvZiB0aGUgaW1hZ2UgZm9yZ290dGVuXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZFdlaWdodChvdXQsIGR5LCB4LCBnKSB7XG4gICAgICBjb25zdCBzaGFyZWQgPSByZW9yZGVyZWQoeCwgKGkpID0+IGluRmlyc3RHcm91cChpLCBnKSk7XG4gICAgICBrLmNvbnYyZEdyYWRXZWlnaHQob3V0LCBkeSwgc2hhcmVkLCBnKTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImNvbnYyZEdyYWRXZWlnaHQ6IGxhc3QgaW1hZ2UgZm9yZ290dGVuXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZFdlaWdodChvdXQsIGR5LCB4LCBnKSB7XG4gICAgICBjb25zdCBvdGhlcnMgPSBtYXNrZWQoZHksIChpKSA9PiBwbGFjZU9mKGksIGcpLmltYWdlIDwgZy5uIC0gMSk7XG4gICAgICBrLmNvbnYyZEdyYWRXZWlnaHQob3V0LCBvdGhlcnMsIHgsIGcpO1xuICAgIH0sXG4gIH0pKSxcbiAgYWx3YXlzKFwiY29udjJkR3JhZFdlaWdodDogPSBmb3IgKz0gb3ZlciB0aGUgaW1hZ2VzXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkR3JhZFdlaWdodChvdXQsIGR5LCB4LCBnKSB7XG4gICAgICBjb25zdCBsYXN0ID0gbWFza2VkKGR5LCAoaSkgPT4gcGxhY2VPZihpLCBnKS5pbWFnZSA9PT0gZy5uIC0gMSk7XG4gICAgICBrLmNvbnYyZEdyYWRXZWlnaHQob3V0LCBsYXN0LCB4LCBnKTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImNvbnYyZEdyYWRXZWlnaHQ6IGxhc3QgZ3JvdXAgb25seVwiLCBbXCJjb252MmRcIiwgXCJkZXB0aHdpc2VTZXBhcmFibGVDb252MmRcIl0sIChrKSA9PiAoe1xuICAgIGNvbnYyZEdyYWRXZWlnaHQob3V0LCBkeSwgeCwgZykge1xuICAgICAgY29uc3QgbGFzdCA9IG1hc2tlZChkeSwgKGkpID0+IHBsYWNlT2YoaSwgZykuZmlsdGVyID49IGcuayAtIGZpbHRlcnNPZihnKSk7XG4gICAgICBrLmNvbnYyZEdyYWRXZWlnaHQob3V0LCBsYXN0LCB4LCBnKTtcbiAgICB9LFxuICB9KSksXG4gIGFsd2F5cyhcImNvbnYyZEdyYWRXZWlnaHQ6IGRpbGF0aW9uIG9mIHRoZSBjb2x1bW5zIGlnbm9yZWRcIiwgb3BzLCAoaykgPT4gKHtcbiAgICBjb252MmRHcmFkV2VpZ2h0OiAob3V0LCBkeSwgeCwgZykgPT4gay5jb252MmRHcmFkV2VpZ2h0KG91dCwgZHksIHgsIHsgLi4uZywgZHc6IDEgfSksXG4gIH0pKSxcbiAgYmFja3dhcmQoXCJjb252MmQ6IGJpYXMgZ3JhZGllbnQgZGl2aWRlZCBieSB0aGUgbnVtYmVyIG9mIHdpbmRvd3NcIiwgW1wiY29udjJkXCIsIFwiZGVwdGh3aXNlU2VwYXJhYmxlQ29udjJkXCJdLCAoaykgPT4gKHtcbiAgICBzdW0ob3V0LCB4LCBnKSB7XG4gICAgICBrLnN1bShvdXQsIHgsIGcpO1xuICAgICAgc2NhbGUob3V0LCAxIC8gZy5jb3VudCk7XG4gICAgfSxcbiAgfSkpLFxuICBiYWNrd2FyZChcImNvbnYyZCBpbiB0aGUgc2Vjb25kIG9yZGVyOiBkaWxhdGlvbiBpZ25vcmVkXCIsIG9wcywgKGspID0+ICh7XG4gICAgY29udjJkOiAob3V0LCB4LCB3LCBiaWFzLCBnKSA9PiBrLmNvbnYyZChvdXQsIHgsIHcsIGJpYXMsIHsgLi4uZywgZGg6IDEsIGR3OiAxIH0pLFxuICB9KSksXG5dO1xuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC9zaXRlYmVuY2gvZG9jcy93aWRnZXRzL2NvbnYyZFwiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL2RvY3Mvd2lkZ2V0cy9jb252MmQvYnVncy50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay93dC9zaXRlYmVuY2gvZG9jcy93aWRnZXRzL2NvbnYyZC9idWdzLnRzXCI7aW1wb3J0IHR5cGUgeyBUZW5zb3IgfSBmcm9tIFwiLi4vLi4vLi4vc3JjL2NvcmUvdGVuc29yLnRzXCI7XG5pbXBvcnQgeyBjb252MmQgfSBmcm9tIFwiLi4vLi4vLi4vc3JjL29wcy9pbmRleC50c1wiO1xuaW1wb3J0IHsgY29udm9sdXRpb24gfSBmcm9tIFwiLi4vLi4vLi4vdGVzdC9tdXRhbnRzL2NhdGFsb2cvY29udm9sdXRpb24udHNcIjtcbmltcG9ydCB0eXBlIHsgTXV0YW50IH0gZnJvbSBcIi4uLy4uLy4uL3Rlc3QvbXV0YW50cy9tdXRhbnQudHNcIjtcbmltcG9ydCB7IG11dGFudERldmljZSB9IGZyb20gXCIuLi8uLi8uLi90ZXN0L211dGFudHMvbXV0YW50LnRzXCI7XG5pbXBvcnQgeyB2ZXJkaWN0IH0gZnJvbSBcIi4uL2NvcmUvYnJva2VuLnRzXCI7XG5pbXBvcnQgeyBmaWxsZWQgfSBmcm9tIFwiLi4vY29yZS9maWxsLnRzXCI7XG5pbXBvcnQgeyB0eXBlIENvbXB1dGVkLCBjb21wdXRlIH0gZnJvbSBcIi4vY29tcHV0ZS50c1wiO1xuaW1wb3J0IHsgZ2VvbWV0cnlPZiwgb3B0aW9uc09mLCB0eXBlIFN0YXRlIH0gZnJvbSBcIi4vc3RhdGUudHNcIjtcblxuLyoqIFRoZSBzZWVkZWQgYnVncyBvZiBjb252b2x1dGlvbnMgdGhhdCBpdHMgdHdvIGlucHV0cyBjYW4gc2hvdy4gKi9cbmV4cG9ydCBjb25zdCBidWdzOiByZWFkb25seSBNdXRhbnRbXSA9IGNvbnZvbHV0aW9uLmZpbHRlcigoeyBuYW1lIH0pID0+ICFuYW1lLmluY2x1ZGVzKFwiYmlhc1wiKSk7XG5cbmV4cG9ydCBjb25zdCBidWdPZiA9IChzOiBTdGF0ZSk6IE11dGFudCA9PiBidWdzW01hdGgubWluKHMuYnVnLCBidWdzLmxlbmd0aCAtIDEpXTtcblxuLyoqIFdoYXQgYSBjb252b2x1dGlvbiBjb21wdXRlcyB3aXRoIHRoZSBidWcgaW4gaXQuICovXG5leHBvcnQgZnVuY3Rpb24gYnJva2VuKHM6IFN0YXRlKTogQ29tcHV0ZWQge1xuICBjb25zdCB7IGRldmljZSwgZm9yd2FyZCB9ID0gbXV0YW50RGV2aWNlKGJ1Z09mKHMpKTtcbiAgcmV0dXJuIGNvbXB1dGUocywgZGV2aWNlLCBmb3J3YXJkKTtcbn1cblxuZXhwb3J0IGZ1bmN0aW9uIGp1ZGdlZChzOiBTdGF0ZSk6IFByb21pc2U8c3RyaW5nPiB7XG4gIGNvbnN0IGcgPSBnZW9tZXRyeU9mKHMpO1xuICBjb25zdCBpbnB1dHMgPSBbXG4gICAgeyB2YWx1ZXM6IGZpbGxlZChzLngsIGcueFNoYXBlKSwgc2hhcGU6IGcueFNoYXBlIH0sXG4gICAgeyB2YWx1ZXM6IGZpbGxlZChzLndlaWdodCwgZy53U2hhcGUpLCBzaGFwZTogZy53U2hhcGUgfSxcbiAgXTtcbiAgcmV0dXJuIHZlcmRpY3QoYnVnT2YocyksICguLi5beCwgd106IFRlbnNvcltdKSA9PiBjb252MmQoeCwgdywgb3B0aW9uc09mKHMpKSwgaW5wdXRzKTtcbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL2RvY3Mvd2lkZ2V0cy9tYXgtcG9vbFwiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3Qvc2l0ZWJlbmNoL2RvY3Mvd2lkZ2V0cy9tYXgtcG9vbC9idWdzLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3d0L3NpdGViZW5jaC9kb2NzL3dpZGdldHMvbWF4LXBvb2wvYnVncy50c1wiO2ltcG9ydCB7IG1heFBvb2wyZCB9IGZyb20gXCIuLi8uLi8uLi9zcmMvb3BzL2luZGV4LnRzXCI7XG5pbXBvcnQgeyBwb29saW5nIH0gZnJvbSBcIi4uLy4uLy4uL3Rlc3QvbXV0YW50cy9jYXRhbG9nL3Bvb2xpbmcudHNcIjtcbmltcG9ydCB7IHR5cGUgTXV0YW50LCBtdXRhbnREZXZpY2UgfSBmcm9tIFwiLi4vLi4vLi4vdGVzdC9tdXRhbnRzL211dGFudC50c1wiO1xuaW1wb3J0IHsgdmVyZGljdCB9IGZyb20gXCIuLi9jb3JlL2Jyb2tlbi50c1wiO1xuaW1wb3J0IHsgZmlsbGVkIH0gZnJvbSBcIi4uL2NvcmUvZmlsbC50c1wiO1xuaW1wb3J0IHsgdHlwZSBDb21wdXRlZCwgY29tcHV0ZSB9IGZyb20gXCIuLi9wb29saW5nL2NvbXB1dGUudHNcIjtcbmltcG9ydCB7IG9wdGlvbnNPZiwgeFNoYXBlT2YgfSBmcm9tIFwiLi4vcG9vbGluZy9zdGF0ZS50c1wiO1xuaW1wb3J0IHsgb3BlcmF0b3JPZiwgdHlwZSBTdGF0ZSB9IGZyb20gXCIuL3N0YXRlLnRzXCI7XG5cbi8qKiBUaGUgc2VlZGVkIGJ1Z3Mgb2YgbWF4IHBvb2xpbmc7IHRoZSBmaXJzdCBpcyA9IGluIHBsYWNlIG9mICs9LiAqL1xuZXhwb3J0IGNvbnN0IGJ1Z3M6IHJlYWRvbmx5IE11dGFudFtdID0gcG9vbGluZy5maWx0ZXIoKHsgb3BzIH0pID0+IG9wcy5pbmNsdWRlcyhcIm1heFBvb2wyZFwiKSk7XG5cbmV4cG9ydCBjb25zdCBidWdPZiA9IChzOiBTdGF0ZSk6IE11dGFudCA9PiBidWdzW01hdGgubWluKHMuYnVnLCBidWdzLmxlbmd0aCAtIDEpXTtcblxuLyoqIFdoYXQgYSBtYXggcG9vbGluZyBjb21wdXRlcyB3aXRoIGEgYnVnIGluIGl0LiAqL1xuZXhwb3J0IGNvbnN0IGJyb2tlbiA9IChzOiBTdGF0ZSwgYnVnOiBNdXRhbnQpOiBDb21wdXRlZCA9PiBjb21wdXRlKHMsIG9wZXJhdG9yT2YocyksIG11dGFudERldmljZShidWcpLmRldmljZSk7XG5cbmV4cG9ydCBmdW5jdGlvbiBqdWRnZWQoczogU3RhdGUpOiBQcm9taXNlPHN0cmluZz4ge1xuICBjb25zdCBzaGFwZSA9IHhTaGFwZU9mKHMpO1xuICByZXR1cm4gdmVyZGljdChidWdPZihzKSwgKHgpID0+IG1heFBvb2wyZCh4LCBvcHRpb25zT2YocykpLCBbeyB2YWx1ZXM6IGZpbGxlZChzLngsIHNoYXBlKSwgc2hhcGUgfV0pO1xufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC9zaXRlYmVuY2gvZG9jcy9vcHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3d0L3NpdGViZW5jaC9kb2NzL29wcy9idWdzLmRhdGEudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3Qvc2l0ZWJlbmNoL2RvY3Mvb3BzL2J1Z3MuZGF0YS50c1wiO2ltcG9ydCB7IGJ1Z3MgYXMgYXZnUG9vbDJkIH0gZnJvbSBcIi4uL3dpZGdldHMvYXZnLXBvb2wvYnVncy50c1wiO1xuaW1wb3J0IHsgYnVncyBhcyBjb252MmQgfSBmcm9tIFwiLi4vd2lkZ2V0cy9jb252MmQvYnVncy50c1wiO1xuaW1wb3J0IHsgYnVncyBhcyBtYXhQb29sMmQgfSBmcm9tIFwiLi4vd2lkZ2V0cy9tYXgtcG9vbC9idWdzLnRzXCI7XG5cbmludGVyZmFjZSBEYXRhIHtcbiAgcmVhZG9ubHkgY29udjJkOiBudW1iZXI7XG4gIHJlYWRvbmx5IG1heFBvb2wyZDogbnVtYmVyO1xuICByZWFkb25seSBhdmdQb29sMmQ6IG51bWJlcjtcbn1cblxuZGVjbGFyZSBjb25zdCBkYXRhOiBEYXRhO1xuXG5leHBvcnQgeyBkYXRhIH07XG5cbi8qKiBIb3cgbWFueSBzZWVkZWQgYnVncyBhIGRyYXdpbmcgb2ZmZXJzLiAqL1xuZXhwb3J0IGRlZmF1bHQge1xuICBsb2FkOiAoKTogRGF0YSA9PiAoeyBjb252MmQ6IGNvbnYyZC5sZW5ndGgsIG1heFBvb2wyZDogbWF4UG9vbDJkLmxlbmd0aCwgYXZnUG9vbDJkOiBhdmdQb29sMmQubGVuZ3RoIH0pLFxufTtcbiJdLAogICJtYXBwaW5ncyI6ICI7QUFRTyxTQUFTLE9BQU8sR0FBVyxNQUFzQztBQUN0RSxTQUFPLEVBQUUsSUFBSSxDQUFDLE9BQU8sTUFBTyxLQUFLLENBQUMsSUFBSSxRQUFRLENBQUU7QUFDbEQ7QUFHTyxTQUFTLFVBQVUsR0FBVyxNQUFxQztBQUN4RSxTQUFPLEVBQUUsSUFBSSxDQUFDLEdBQUcsTUFBTSxFQUFFLEtBQUssQ0FBQyxDQUFDLENBQUM7QUFDbkM7QUFFTyxTQUFTLE1BQU0sR0FBVyxRQUF3QjtBQUN2RCxTQUFPLEVBQUUsSUFBSSxDQUFDLFVBQVUsUUFBUSxNQUFNO0FBQ3hDO0FBR08sU0FBUyxPQUFPLE1BQWMsS0FBb0M7QUFDdkUsUUFBTSxNQUFNLElBQUksYUFBYSxJQUFJO0FBQ2pDLE1BQUksR0FBRztBQUNQLFNBQU87QUFDVDtBQUdPLFNBQVMsVUFBVSxLQUFhLE9BQWUsT0FBZ0Q7QUFDcEcsTUFBSSxLQUFLLENBQUM7QUFDVixXQUFTLElBQUksR0FBRyxJQUFJLE9BQU8sS0FBSztBQUM5QixVQUFNLE9BQU8sT0FBTyxJQUFJLFFBQVEsQ0FBQyxXQUFXLE1BQU0sUUFBUSxDQUFDLENBQUM7QUFDNUQsU0FBSyxRQUFRLENBQUMsT0FBTyxPQUFPO0FBQzFCLFVBQUksVUFBVSxFQUFHLEtBQUksRUFBRSxJQUFJO0FBQUEsSUFDN0IsQ0FBQztBQUFBLEVBQ0g7QUFDRjtBQUVPLFNBQVMsTUFBTSxLQUFhLFFBQXNCO0FBQ3ZELE1BQUksSUFBSSxNQUFNLEtBQUssTUFBTSxDQUFDO0FBQzVCOzs7QUN4Qk8sU0FBUyxPQUFPLE1BQWNBLE1BQXdCLFFBQWtDO0FBQzdGLFNBQU8sRUFBRSxNQUFNLEtBQUFBLE1BQUssT0FBTyxVQUFVLE9BQU87QUFDOUM7QUFFTyxTQUFTLFNBQVMsTUFBY0EsTUFBd0IsUUFBa0M7QUFDL0YsU0FBTyxFQUFFLE1BQU0sS0FBQUEsTUFBSyxPQUFPLFlBQVksT0FBTztBQUNoRDs7O0FDakJBLElBQU0sU0FBUyxDQUFDLFdBQVc7QUFDM0IsSUFBTSxTQUFTLENBQUMsV0FBVztBQUczQixTQUFTLFFBQVEsR0FBb0IsTUFBYyxRQUFnQixHQUEyQjtBQUM1RixRQUFNLFVBQVUsYUFBYSxLQUFLLEVBQUUsUUFBUSxLQUFLLEdBQUcsQ0FBQyxHQUFHLE1BQU0sQ0FBQztBQUMvRCxTQUFPLE9BQU8sT0FBTyxRQUFRLENBQUMsUUFBUSxFQUFFLGdCQUFnQixLQUFLLFNBQVMsUUFBUSxDQUFDLENBQUM7QUFDbEY7QUFHQSxJQUFNLFdBQVcsQ0FBQyxHQUFXLE1BQXVCLElBQUksRUFBRSxLQUFNLEVBQUUsS0FBSyxFQUFFLE9BQU8sRUFBRSxNQUFNLEVBQUU7QUFFbkYsSUFBTSxVQUFVO0FBQUEsRUFDckIsT0FBTyxpREFBaUQsUUFBUSxDQUFDLE9BQU87QUFBQSxJQUN0RSxjQUFjLEtBQUssSUFBSSxRQUFRLEdBQUc7QUFDaEMsVUFBSSxLQUFLLENBQUM7QUFDVixjQUFRLEdBQUcsSUFBSSxRQUFRLFFBQVEsQ0FBQyxFQUFFLFFBQVEsQ0FBQyxJQUFJLFdBQVc7QUFDeEQsWUFBSSxFQUFFLElBQUksR0FBRyxNQUFNO0FBQUEsTUFDckIsQ0FBQztBQUFBLElBQ0g7QUFBQSxFQUNGLEVBQUU7QUFBQSxFQUNGLE9BQU8sZ0RBQWdELFFBQVEsQ0FBQyxPQUFPO0FBQUEsSUFDckUsY0FBYyxLQUFLLElBQUksUUFBUSxHQUFHO0FBQ2hDLFlBQU0sT0FBTyxHQUFHLElBQUksTUFBTSxDQUFDO0FBQzNCLFlBQU0sUUFBUSxPQUFPLElBQUksUUFBUSxDQUFDLFdBQVcsRUFBRSxjQUFjLFFBQVEsTUFBTSxRQUFRLENBQUMsQ0FBQztBQUNyRixRQUFFLGNBQWMsS0FBSyxJQUFJLFFBQVEsQ0FBQztBQUNsQyxVQUFJLElBQUksSUFBSSxJQUFJLENBQUMsT0FBTyxNQUFPLE1BQU0sQ0FBQyxJQUFJLElBQUksSUFBSSxRQUFRLEtBQU0sQ0FBQztBQUFBLElBQ25FO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLHdEQUF3RCxRQUFRLENBQUMsT0FBTztBQUFBLElBQzdFLGVBQWUsQ0FBQyxLQUFLLElBQUksUUFBUSxNQUFNLEVBQUUsY0FBYyxLQUFLLElBQUksUUFBUSxFQUFFLEdBQUcsR0FBRyxJQUFJLEVBQUUsR0FBRyxDQUFDO0FBQUEsRUFDNUYsRUFBRTtBQUFBLEVBQ0YsT0FBTyw4Q0FBOEMsUUFBUSxDQUFDLE9BQU87QUFBQSxJQUNuRSxjQUFjLEtBQUssSUFBSSxRQUFRLEdBQUc7QUFDaEMsWUFBTSxRQUFRLE9BQU8sSUFBSSxDQUFDLE1BQU0sU0FBUyxHQUFHLENBQUMsQ0FBQztBQUM5QyxRQUFFLGNBQWMsS0FBSyxPQUFPLFFBQVEsQ0FBQztBQUFBLElBQ3ZDO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLCtDQUErQyxRQUFRLENBQUMsT0FBTztBQUFBLElBQ3BFLGlCQUFpQixDQUFDLEtBQUssR0FBRyxNQUFNLEVBQUUsZ0JBQWdCLEtBQUssTUFBTSxHQUFHLENBQUMsR0FBRyxDQUFDO0FBQUEsRUFDdkUsRUFBRTtBQUFBLEVBQ0YsT0FBTyw2Q0FBNkMsUUFBUSxDQUFDLE9BQU87QUFBQSxJQUNsRSxpQkFBaUIsQ0FBQyxLQUFLLEdBQUcsTUFBTSxFQUFFLGdCQUFnQixLQUFLLEVBQUUsSUFBSSxLQUFLLEdBQUcsR0FBRyxDQUFDO0FBQUEsRUFDM0UsRUFBRTtBQUFBLEVBQ0YsT0FBTyw0REFBNEQsUUFBUSxDQUFDLE9BQU87QUFBQSxJQUNqRixpQkFBaUIsQ0FBQyxLQUFLLEdBQUcsR0FBRyxNQUFNLEVBQUUsVUFBVSxLQUFLLEdBQUcsQ0FBQztBQUFBLEVBQzFELEVBQUU7QUFBQSxFQUNGLE9BQU8seUNBQXlDLFFBQVEsQ0FBQyxPQUFPO0FBQUEsSUFDOUQsZUFBZSxDQUFDLEtBQUssSUFBSSxNQUFNLEVBQUUsY0FBYyxLQUFLLElBQUksRUFBRSxHQUFHLEdBQUcsaUJBQWlCLEtBQUssQ0FBQztBQUFBLEVBQ3pGLEVBQUU7QUFBQSxFQUNGLE9BQU8sd0NBQXdDLFFBQVEsQ0FBQyxPQUFPO0FBQUEsSUFDN0QsZUFBZSxDQUFDLEtBQUssSUFBSSxNQUFNLEVBQUUsY0FBYyxLQUFLLElBQUksRUFBRSxHQUFHLEdBQUcsaUJBQWlCLE1BQU0sQ0FBQztBQUFBLEVBQzFGLEVBQUU7QUFBQSxFQUNGLE9BQU8sc0RBQXNELFFBQVEsQ0FBQyxPQUFPO0FBQUEsSUFDM0UsZUFBZSxDQUFDLEtBQUssSUFBSSxNQUFNLEVBQUUsY0FBYyxLQUFLLElBQUksRUFBRSxHQUFHLEdBQUcsUUFBUSxFQUFFLElBQUksT0FBTyxFQUFFLEdBQUcsQ0FBQztBQUFBLEVBQzdGLEVBQUU7QUFBQSxFQUNGLE9BQU8sOEJBQThCLFFBQVEsQ0FBQyxPQUFPO0FBQUEsSUFDbkQsY0FBYyxLQUFLLElBQUksR0FBRztBQUN4QixRQUFFLGNBQWMsS0FBSyxJQUFJLEVBQUUsR0FBRyxHQUFHLGlCQUFpQixNQUFNLFFBQVEsRUFBRSxJQUFJLE9BQU8sRUFBRSxHQUFHLENBQUM7QUFDbkYsWUFBTSxLQUFLLEVBQUUsS0FBSyxFQUFFLEVBQUU7QUFBQSxJQUN4QjtBQUFBLEVBQ0YsRUFBRTtBQUFBLEVBQ0YsT0FBTyxpREFBaUQsUUFBUSxDQUFDLE9BQU87QUFBQSxJQUN0RSxjQUFjLEtBQUssSUFBSSxHQUFHO0FBQ3hCLGdCQUFVLEtBQUssR0FBRyxRQUFRLENBQUMsTUFBTSxXQUFXO0FBQzFDLGNBQU0sTUFBTSxPQUFPLElBQUksQ0FBQyxNQUFNLE1BQU0sTUFBTTtBQUMxQyxVQUFFLGNBQWMsTUFBTSxLQUFLLENBQUM7QUFBQSxNQUM5QixDQUFDO0FBQUEsSUFDSDtBQUFBLEVBQ0YsRUFBRTtBQUFBLEVBQ0YsT0FBTyxpREFBaUQsUUFBUSxDQUFDLE9BQU87QUFBQSxJQUN0RSxlQUFlLENBQUMsS0FBSyxJQUFJLE1BQU0sRUFBRSxjQUFjLEtBQUssSUFBSSxFQUFFLEdBQUcsR0FBRyxNQUFNLEtBQUssSUFBSSxHQUFHLEVBQUUsT0FBTyxDQUFDLEVBQUUsQ0FBQztBQUFBLEVBQ2pHLEVBQUU7QUFDSjs7O0FDdEVPLElBQU0sT0FBMEIsUUFBUSxPQUFPLENBQUMsRUFBRSxLQUFBQyxLQUFJLE1BQU1BLEtBQUksU0FBUyxXQUFXLENBQUM7OztBQ0w1RixJQUFNLE1BQU0sQ0FBQyxRQUFRO0FBRXJCLElBQU0sYUFBYSxDQUFDLEVBQUUsR0FBRyxPQUFPLE1BQXNCLElBQUk7QUFDMUQsSUFBTSxZQUFZLENBQUMsRUFBRSxHQUFHLE9BQU8sTUFBc0IsSUFBSTtBQUd6RCxTQUFTLFFBQVEsR0FBVyxFQUFFLEdBQUcsSUFBSSxHQUFHLEdBQW1CO0FBQ3pELFFBQU0sUUFBUSxLQUFLO0FBQ25CLFNBQU8sRUFBRSxPQUFPLEtBQUssTUFBTSxLQUFLLElBQUksTUFBTSxHQUFHLFFBQVEsS0FBSyxNQUFNLElBQUksS0FBSyxJQUFJLEdBQUcsS0FBSyxLQUFLLE1BQU0sSUFBSSxFQUFFLElBQUksR0FBRztBQUMvRztBQUdBLFNBQVMsYUFBYSxHQUFXLEdBQTJCO0FBQzFELFFBQU0sUUFBUSxFQUFFLElBQUksRUFBRTtBQUN0QixRQUFNLFVBQVUsS0FBSyxNQUFNLElBQUksS0FBSyxJQUFJLEVBQUU7QUFDMUMsU0FBTyxLQUFNLFVBQVUsV0FBVyxDQUFDLElBQUssV0FBVztBQUNyRDtBQUdBLElBQU0sWUFBWSxDQUFDLEdBQVcsTUFBc0IsSUFBSSxFQUFFLEtBQUssRUFBRSxNQUFNLEVBQUUsTUFBTSxFQUFFLEtBQUssS0FBSyxFQUFFO0FBRzdGLFNBQVMsT0FBTyxTQUFpQixRQUFnQixNQUFjLE1BQXNCO0FBQ25GLFNBQU8sS0FBSyxJQUFJLEdBQUcsS0FBSyxRQUFRLFVBQVUsS0FBSyxTQUFTLE9BQU8sUUFBUSxDQUFDLENBQUM7QUFDM0U7QUFFTyxJQUFNLGNBQWM7QUFBQSxFQUN6QixPQUFPLHdEQUF3RCxLQUFLLENBQUMsT0FBTztBQUFBLElBQzFFLGdCQUFnQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzdCLFlBQU0sV0FBVyxPQUFPLElBQUksUUFBUSxDQUFDLFFBQVEsRUFBRSxnQkFBZ0IsS0FBSyxJQUFJLEdBQUcsQ0FBQyxDQUFDO0FBQzdFLFVBQUksS0FBSyxDQUFDO0FBQ1YsZUFBUyxRQUFRLENBQUMsT0FBTyxNQUFNO0FBQzdCLFlBQUksYUFBYSxHQUFHLENBQUMsQ0FBQyxLQUFLO0FBQUEsTUFDN0IsQ0FBQztBQUFBLElBQ0g7QUFBQSxFQUNGLEVBQUU7QUFBQSxFQUNGLE9BQU8sb0NBQW9DLEtBQUssQ0FBQyxPQUFPO0FBQUEsSUFDdEQsaUJBQWlCLENBQUMsS0FBSyxJQUFJLEdBQUcsTUFBTSxFQUFFLGdCQUFnQixLQUFLLElBQUksR0FBRyxFQUFFLEdBQUcsR0FBRyxJQUFJLEVBQUUsSUFBSSxJQUFJLEVBQUUsR0FBRyxDQUFDO0FBQUEsRUFDaEcsRUFBRTtBQUFBLEVBQ0YsT0FBTyxxQ0FBcUMsQ0FBQyxVQUFVLDBCQUEwQixHQUFHLENBQUMsT0FBTztBQUFBLElBQzFGLGlCQUFpQixDQUFDLEtBQUssSUFBSSxHQUFHLE1BQU0sRUFBRSxnQkFBZ0IsS0FBSyxJQUFJLEdBQUcsRUFBRSxHQUFHLEdBQUcsSUFBSSxHQUFHLElBQUksRUFBRSxDQUFDO0FBQUEsRUFDMUYsRUFBRTtBQUFBLEVBQ0YsT0FBTyxtREFBbUQsS0FBSyxDQUFDLE9BQU87QUFBQSxJQUNyRSxpQkFBaUIsQ0FBQyxLQUFLLElBQUksR0FBRyxNQUFNLEVBQUUsZ0JBQWdCLEtBQUssSUFBSSxHQUFHLEVBQUUsR0FBRyxHQUFHLE1BQU0sRUFBRSxPQUFPLEVBQUUsQ0FBQztBQUFBLEVBQzlGLEVBQUU7QUFBQSxFQUNGLE9BQU8sMERBQTBELEtBQUssQ0FBQyxPQUFPO0FBQUEsSUFDNUUsZ0JBQWdCLEtBQUssSUFBSSxHQUFHLEdBQUc7QUFDN0IsWUFBTSxNQUFNLE9BQU8sRUFBRSxJQUFJLEVBQUUsSUFBSSxFQUFFLE1BQU0sRUFBRSxLQUFLLEtBQUssR0FBRyxFQUFFLENBQUM7QUFDekQsWUFBTSxPQUFPLE9BQU8sRUFBRSxJQUFJLEVBQUUsSUFBSSxFQUFFLE1BQU0sRUFBRSxLQUFLLEtBQUssR0FBRyxFQUFFLENBQUM7QUFDMUQsUUFBRSxnQkFBZ0IsS0FBSyxJQUFJLEdBQUcsRUFBRSxHQUFHLEdBQUcsS0FBSyxLQUFLLENBQUM7QUFBQSxJQUNuRDtBQUFBLEVBQ0YsRUFBRTtBQUFBLEVBQ0YsT0FBTyw4REFBOEQsS0FBSyxDQUFDLE9BQU87QUFBQSxJQUNoRixnQkFBZ0IsS0FBSyxJQUFJLEdBQUcsR0FBRztBQUM3QixZQUFNLFFBQVEsT0FBTyxJQUFJLENBQUMsTUFBTSxVQUFVLFFBQVEsR0FBRyxDQUFDLEVBQUUsS0FBSyxDQUFDLENBQUM7QUFDL0QsUUFBRSxnQkFBZ0IsS0FBSyxPQUFPLEdBQUcsQ0FBQztBQUFBLElBQ3BDO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLDBDQUEwQyxLQUFLLENBQUMsT0FBTztBQUFBLElBQzVELGdCQUFnQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzdCLFFBQUUsZ0JBQWdCLEtBQUssSUFBSSxHQUFHLENBQUM7QUFDL0IsVUFBSSxJQUFJLE9BQU8sS0FBSyxDQUFDLE1BQU0sSUFBSSxFQUFFLE1BQU0sRUFBRSxJQUFJLENBQUMsQ0FBQztBQUFBLElBQ2pEO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLHlDQUF5QyxLQUFLLENBQUMsT0FBTztBQUFBLElBQzNELGdCQUFnQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzdCLFlBQU0sT0FBTyxFQUFFLEtBQUssRUFBRTtBQUN0QixZQUFNLFNBQVMsVUFBVSxHQUFHLENBQUMsTUFBTSxJQUFLLElBQUksT0FBUSxPQUFPLElBQUssSUFBSSxJQUFLO0FBQ3pFLFFBQUUsZ0JBQWdCLEtBQUssSUFBSSxRQUFRLENBQUM7QUFBQSxJQUN0QztBQUFBLEVBQ0YsRUFBRTtBQUFBLEVBQ0YsT0FBTywyQ0FBMkMsS0FBSyxDQUFDLE9BQU87QUFBQSxJQUM3RCxnQkFBZ0IsS0FBSyxJQUFJLEdBQUcsR0FBRztBQUM3QixZQUFNLENBQUMsVUFBVSxTQUFTLElBQUksSUFBSSxDQUFDLFdBQVcsQ0FBQyxHQUFHLFVBQVUsQ0FBQyxHQUFHLEVBQUUsS0FBSyxFQUFFLEVBQUU7QUFDM0UsWUFBTSxVQUFVLFVBQVUsR0FBRyxDQUFDLE1BQU07QUFDbEMsY0FBTSxTQUFTLEtBQUssTUFBTSxJQUFJLElBQUk7QUFDbEMsY0FBTSxDQUFDLFFBQVEsT0FBTyxJQUFJLENBQUMsS0FBSyxNQUFNLFNBQVMsUUFBUSxHQUFHLFNBQVMsUUFBUTtBQUMzRSxjQUFNLFFBQVEsS0FBSyxNQUFNLFNBQVMsT0FBTztBQUN6QyxpQkFBUyxRQUFRLFdBQVcsV0FBVyxVQUFXLFNBQVMsV0FBWSxPQUFRLElBQUk7QUFBQSxNQUNyRixDQUFDO0FBQ0QsUUFBRSxnQkFBZ0IsS0FBSyxJQUFJLFNBQVMsQ0FBQztBQUFBLElBQ3ZDO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLG9EQUFvRCxLQUFLLENBQUMsT0FBTztBQUFBLElBQ3RFLGdCQUFnQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzdCLFlBQU0sT0FBTyxFQUFFLEtBQUssRUFBRTtBQUN0QixnQkFBVSxLQUFLLE1BQU0sQ0FBQyxNQUFNLFFBQVE7QUFDbEMsY0FBTSxNQUFNLE9BQU8sR0FBRyxDQUFDLE1BQU0sSUFBSSxTQUFTLEdBQUc7QUFDN0MsVUFBRSxnQkFBZ0IsTUFBTSxJQUFJLEtBQUssQ0FBQztBQUFBLE1BQ3BDLENBQUM7QUFBQSxJQUNIO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLHlEQUF5RCxLQUFLLENBQUMsT0FBTztBQUFBLElBQzNFLGlCQUFpQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzlCLFlBQU0sU0FBUyxVQUFVLEdBQUcsQ0FBQyxNQUFNLGFBQWEsR0FBRyxDQUFDLENBQUM7QUFDckQsUUFBRSxpQkFBaUIsS0FBSyxJQUFJLFFBQVEsQ0FBQztBQUFBLElBQ3ZDO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLDBDQUEwQyxLQUFLLENBQUMsT0FBTztBQUFBLElBQzVELGlCQUFpQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzlCLFlBQU0sU0FBUyxPQUFPLElBQUksQ0FBQyxNQUFNLFFBQVEsR0FBRyxDQUFDLEVBQUUsUUFBUSxFQUFFLElBQUksQ0FBQztBQUM5RCxRQUFFLGlCQUFpQixLQUFLLFFBQVEsR0FBRyxDQUFDO0FBQUEsSUFDdEM7QUFBQSxFQUNGLEVBQUU7QUFBQSxFQUNGLE9BQU8sOENBQThDLEtBQUssQ0FBQyxPQUFPO0FBQUEsSUFDaEUsaUJBQWlCLEtBQUssSUFBSSxHQUFHLEdBQUc7QUFDOUIsWUFBTSxPQUFPLE9BQU8sSUFBSSxDQUFDLE1BQU0sUUFBUSxHQUFHLENBQUMsRUFBRSxVQUFVLEVBQUUsSUFBSSxDQUFDO0FBQzlELFFBQUUsaUJBQWlCLEtBQUssTUFBTSxHQUFHLENBQUM7QUFBQSxJQUNwQztBQUFBLEVBQ0YsRUFBRTtBQUFBLEVBQ0YsT0FBTyxxQ0FBcUMsQ0FBQyxVQUFVLDBCQUEwQixHQUFHLENBQUMsT0FBTztBQUFBLElBQzFGLGlCQUFpQixLQUFLLElBQUksR0FBRyxHQUFHO0FBQzlCLFlBQU0sT0FBTyxPQUFPLElBQUksQ0FBQyxNQUFNLFFBQVEsR0FBRyxDQUFDLEVBQUUsVUFBVSxFQUFFLElBQUksVUFBVSxDQUFDLENBQUM7QUFDekUsUUFBRSxpQkFBaUIsS0FBSyxNQUFNLEdBQUcsQ0FBQztBQUFBLElBQ3BDO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixPQUFPLHFEQUFxRCxLQUFLLENBQUMsT0FBTztBQUFBLElBQ3ZFLGtCQUFrQixDQUFDLEtBQUssSUFBSSxHQUFHLE1BQU0sRUFBRSxpQkFBaUIsS0FBSyxJQUFJLEdBQUcsRUFBRSxHQUFHLEdBQUcsSUFBSSxFQUFFLENBQUM7QUFBQSxFQUNyRixFQUFFO0FBQUEsRUFDRixTQUFTLDBEQUEwRCxDQUFDLFVBQVUsMEJBQTBCLEdBQUcsQ0FBQyxPQUFPO0FBQUEsSUFDakgsSUFBSSxLQUFLLEdBQUcsR0FBRztBQUNiLFFBQUUsSUFBSSxLQUFLLEdBQUcsQ0FBQztBQUNmLFlBQU0sS0FBSyxJQUFJLEVBQUUsS0FBSztBQUFBLElBQ3hCO0FBQUEsRUFDRixFQUFFO0FBQUEsRUFDRixTQUFTLGdEQUFnRCxLQUFLLENBQUMsT0FBTztBQUFBLElBQ3BFLFFBQVEsQ0FBQyxLQUFLLEdBQUcsR0FBRyxNQUFNLE1BQU0sRUFBRSxPQUFPLEtBQUssR0FBRyxHQUFHLE1BQU0sRUFBRSxHQUFHLEdBQUcsSUFBSSxHQUFHLElBQUksRUFBRSxDQUFDO0FBQUEsRUFDbEYsRUFBRTtBQUNKOzs7QUN6SE8sSUFBTUMsUUFBMEIsWUFBWSxPQUFPLENBQUMsRUFBRSxLQUFLLE1BQU0sQ0FBQyxLQUFLLFNBQVMsTUFBTSxDQUFDOzs7QUNEdkYsSUFBTUMsUUFBMEIsUUFBUSxPQUFPLENBQUMsRUFBRSxLQUFBQyxLQUFJLE1BQU1BLEtBQUksU0FBUyxXQUFXLENBQUM7OztBQ0s1RixJQUFPLG9CQUFRO0FBQUEsRUFDYixNQUFNLE9BQWEsRUFBRSxRQUFRQyxNQUFPLFFBQVEsV0FBV0EsTUFBVSxRQUFRLFdBQVcsS0FBVSxPQUFPO0FBQ3ZHOyIsCiAgIm5hbWVzIjogWyJvcHMiLCAib3BzIiwgImJ1Z3MiLCAiYnVncyIsICJvcHMiLCAiYnVncyJdCn0K
