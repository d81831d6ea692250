import { expect, it } from "vitest";
import { ArgumentError, arange, OptionError, reference, ShapeError, tensor } from "../src/index.ts";

it("tensor takes options once", () => {
  const options = { device: reference() };
  const twice = () => Reflect.apply(tensor, undefined, [[1], options, { requiresGrad: true }]);
  expect(twice).toThrow(new ArgumentError("tensor: expected a shape before the options; got an object"));
  expect(tensor([1], { ...options, requiresGrad: true }).requiresGrad).toBe(true);
});

it("arange counts from start to below end, either way", async () => {
  const device = reference();
  expect(await arange(3, { device }).toArray()).toEqual([0, 1, 2]);
  expect(await arange(2, 4.5, { device }).toArray()).toEqual([2, 3, 4]);
  expect(await arange(1, 0, -0.25, { device, requiresGrad: true }).toArray()).toEqual([1, 0.75, 0.5, 0.25]);
  expect(arange(0, 1, 2 ** -20, { device }).shape).toEqual([2 ** 20]);
});

it("arange refuses what is no range", () => {
  const call = (...args: unknown[]) => Reflect.apply(arange, undefined, args);
  const order = "arange: expected start, end and step as numbers, then options; got";
  expect(() => call()).toThrow(new ArgumentError(`${order} []`));
  expect(() => call({}, 3)).toThrow(new ArgumentError(`${order} [an object, 3]`));
  expect(() => call(0, 4, 1, 1)).toThrow(new ArgumentError(`${order} [0, 4, 1, 1]`));
  expect(() => call(3, {}, {})).toThrow(ArgumentError);
  expect(() => arange(0, Number.NaN)).toThrow(new OptionError("arange: expected end to be a number finite; got NaN"));
  expect(() => arange(0, 3, 0)).toThrow(new OptionError("arange: expected step to be a number other than 0; got 0"));
  expect(() => arange(3, 1)).toThrow(new OptionError("arange: expected end beyond start; got 3 to 1 by 1"));
  expect(() => arange(0)).toThrow(OptionError);
  expect(() => arange(2 ** 31)).toThrow(ShapeError);
});
