import { expect, it } from "vitest";
import { ArgumentError, reference, tensor } from "../src/index.ts";

it("tensor takes options once", () => {
  const options = { device: reference() };
  const twice = () => Reflect.apply(tensor, undefined, [[1], options, { requiresGrad: true }]);
  expect(twice).toThrow(new ArgumentError("tensor: expected a shape before the options; got an object"));
  expect(tensor([1], { ...options, requiresGrad: true }).requiresGrad).toBe(true);
});
