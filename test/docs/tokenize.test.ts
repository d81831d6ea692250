import { expect, it } from "vitest";
import { tokenize } from "../../docs/.vitepress/search.ts";

it("takes words apart at spaces and signs, and Chinese into pairs of neighbors", () => {
  expect(tokenize("conv2d: stride, padding")).toEqual(["conv2d", "stride", "padding"]);
  expect(tokenize("重叠池化")).toEqual(["重叠", "叠池", "池化"]);
  expect(tokenize("池化")).toEqual(["池化"]);
  expect(tokenize("用LRN做归一化。")).toEqual(["用", "LRN", "做归", "归一", "一化"]);
});
