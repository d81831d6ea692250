import type { Conv2dGeometry } from "../../../src/core/geometry/conv2d.ts";
import { always, backward } from "../bug.ts";
import { masked, overwrite, reordered, result, scale } from "../changes.ts";

const ops = ["conv2d"];

const channelsOf = ({ c, groups }: Conv2dGeometry) => c / groups;
const filtersOf = ({ k, groups }: Conv2dGeometry) => k / groups;

/** Where an element of dy [n, k, oh, ow] stands. */
function placeOf(i: number, { k, oh, ow }: Conv2dGeometry) {
  const plane = oh * ow;
  return { image: Math.floor(i / (k * plane)), filter: Math.floor(i / plane) % k, row: Math.floor(i / ow) % oh };
}

/** The index in x [n, c, h, w] of the same channel in the first group. */
function inFirstGroup(i: number, g: Conv2dGeometry): number {
  const plane = g.h * g.w;
  const channel = Math.floor(i / plane) % g.c;
  return i + ((channel % channelsOf(g)) - channel) * plane;
}

/** Whether the windows of row i end above the image's bottom edge. */
const fitsAbove = (i: number, g: Conv2dGeometry) => i * g.sh - g.top + g.dh * (g.kh - 1) < g.h;

/** Padding before an axis if all of it were split evenly. */
function evenly(windows: number, stride: number, span: number, size: number): number {
  return Math.max(0, Math.floor(((windows - 1) * stride + span - size) / 2));
}

export const convolution = [
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
