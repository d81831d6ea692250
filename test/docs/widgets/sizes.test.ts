import { describe, expect, it } from "vitest";
import { initialState, readState } from "../../../docs/widgets/core/address.ts";
import { drawn } from "../../../docs/widgets/core/widget.ts";
import { conventions } from "../../../docs/widgets/sizes/conventions.ts";
import { readsOf } from "../../../docs/widgets/sizes/figure.ts";
import { widget } from "../../../docs/widgets/sizes/index.ts";
import { axisOf, fields, geometryOf, optionsOf } from "../../../docs/widgets/sizes/state.ts";
import { sizes as words } from "../../../docs/widgets/words/en/sizes.ts";
import { conv2d, ones } from "../../../src/index.ts";

const stateOf = (text: string) => readState(fields, text, initialState(fields));

const states = [
  "",
  "ceil=yes",
  "n=224&k=11&s=4&pad=valid",
  "n=13&k=3&s=2&pad=same",
  "n=9&k=3&d=3",
  "pad=full&s=1",
  "n=3&k=2&before=1&after=1&ceil=yes",
  "n=10&k=2&s=4",
  "n=12&k=4&before=3&after=0",
  "n=11&k=5&s=3&d=2&pad=same",
];

describe("sizes", () => {
  it.each(states)("has as many windows as the operator, and reads as they do: %s", (text) => {
    const s = stateOf(text);
    const y = conv2d(ones([1, 1, 1, s.n]), ones([1, 1, 1, s.k]), optionsOf(s));
    expect(geometryOf(s).ow).toBe(y.shape[3]);
    expect(drawn(widget, text).match(/data-key="window:/g)).toHaveLength(y.shape[3]);
    const { before, stride, dilation, kernel } = axisOf(s);
    const reads = new Array(s.n).fill(0);
    for (let i = 0; i < y.shape[3]; i++)
      for (let t = 0; t < kernel; t++) {
        const place = i * stride + t * dilation - before;
        if (place in reads) reads[place]++;
      }
    expect(Array.from(readsOf(s))).toEqual(reads);
  });

  it("knows the first layer of AlexNet in five libraries", () => {
    const counts = (text: string) =>
      Object.fromEntries(conventions(axisOf(stateOf(text))).map(({ name, count }) => [name, count]));
    expect(counts("n=224&k=11&s=4&pad=valid")).toEqual({
      torch: 54,
      torchCeil: 55,
      tfValid: 54,
      tfSame: 56,
      caffeConv: 54,
      caffePool: 55,
      onnx: 54,
      onnxLower: 56,
      convnet: 55,
    });
    for (const text of ["n=227&k=11&s=4", "n=224&k=11&s=4&before=2&after=2", "n=224&k=11&s=4&after=3"]) {
      expect(counts(text)).toMatchObject({ torch: 55, caffeConv: 55, onnx: 55 });
    }
    expect(counts("n=5&k=1&s=3")).toMatchObject({ torchCeil: 2, caffePool: 3, convnet: 3 });
    expect(counts("n=2&k=5")).toMatchObject({ torch: 0, tfValid: 0, tfSame: 1 });
  });

  it("every preset can be drawn", () => {
    for (const { state } of words.presets) expect(drawn(widget, state)).toContain("ag-strip");
    for (let step = 0; step < 5; step++) expect(drawn(widget, `step=${step}`)).toContain("ag-strip");
  });

  it("says what is left over and what hangs over", () => {
    expect(drawn(widget, "n=224&k=11&s=4")).toContain("no window reads the last");
    expect(drawn(widget, "n=224&k=11&s=4&ceil=yes")).toContain("the last hangs over by 3.");
    expect(drawn(widget, "n=227&k=11&s=4")).toContain("they end where the padding does.");
  });

  it("is refused in the library's words", () => {
    expect(() => drawn(widget, "s=0")).toThrow(/conv2d: expected stride/);
    expect(() => drawn(widget, "d=0")).toThrow(/conv2d: expected dilation/);
    expect(() => drawn(widget, "n=4&k=5")).toThrow(/got a window of 5 over 4 \+ 0 \+ 0/);
    expect(() => drawn(widget, "n=")).toThrow(/an empty field/);
  });
});
