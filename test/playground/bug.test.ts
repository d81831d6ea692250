import { expect, it } from "vitest";
import { withBug } from "../../docs/playground/defaults.ts";
import { mean } from "../../src/train/interval.ts";
import { colored } from "./files.ts";
import { Listened } from "./session.ts";

const bug = "conv2dGradInput: padding off by one on the left";

it("has a right loss and wrong gradients with a bug, and the loss falls all the same", async () => {
  await using session = new Listened();
  await session.ask({ do: "files", files: colored(10) });
  const choice = { ...withBug, data: "own", recipe: { ...withBug.recipe, epochs: 20 } } as const;
  for (const on of [null, bug]) {
    await session.ask({ do: "reset", choice: { ...choice, bug: on } });
    await session.ask({ do: "step" });
  }
  const [right, wrong] = session.of("look");
  const [ofRight, ofWrong] = session.losses;
  expect(ofWrong).toBe(ofRight);
  const norms = (look: typeof right) => new Map(look!.layers.map(({ name, gradientNorm }) => [name, gradientNorm]));
  expect(norms(wrong).get("conv1")).not.toBeCloseTo(norms(right).get("conv1")!, 3);
  expect(norms(wrong).get("fc8")).toBe(norms(right).get("fc8"));
  expect(session.last("place")).toMatchObject({ place: "reference", threads: 1 });
  await session.ask({ do: "move", place: "cpu" });
  expect(session.errors.length).toBe(1);

  await session.run();
  const losses = session.losses.slice(1);
  expect(losses.length).toBe(40);
  expect(mean(losses.slice(-10))).toBeLessThan(0.8 * mean(losses.slice(0, 10)));
});
