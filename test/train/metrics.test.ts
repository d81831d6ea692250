import { describe, expect, it } from "vitest";
import { builtin, computeStatistics } from "../../src/data/index.ts";
import { reference } from "../../src/index.ts";
import { eventCheck } from "../../src/train/metrics.node.ts";
import { prepareTraining } from "../../src/train/prepare.node.ts";
import { findRecipe } from "../../src/train/recipes/index.ts";
import { readPage } from "../snippets.ts";

const common = ["event", "epoch", "step"];

/** By what has them, the fields that the guide lists. */
function documented(): Map<string, string[]> {
  const [section = ""] = /^### `metrics\.jsonl`.*?(?=^## )/ms.exec(readPage("docs/guides/training.md")) ?? [];
  const fields = new Map<string, string[]>();
  let owner = "";
  for (const [, first, second] of section.matchAll(/^\| (?:`([^`]*)`)? ?\| (`.*?`) \|/gm)) {
    owner = first ?? owner;
    const names = [...second!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
    fields.set(owner, [...(fields.get(owner) ?? []), ...names]);
  }
  return fields;
}

/** An event with the fields that the guide lists. */
function sample(event: string): Record<string, unknown> {
  const fields = documented();
  const object = (owner: string): Record<string, unknown> =>
    Object.fromEntries(
      fields.get(owner)!.map((field) => {
        if (field === "layers") return [field, [object("layers[]")]];
        if (field === "validation") return [field, object("validation")];
        return [field, field === "name" ? "conv1" : 1];
      }),
    );
  return { event, epoch: 1, step: 1, ...object(event) };
}

describe("the fields of metrics.jsonl, as the guide lists them", () => {
  it("are those that a training writes", async () => {
    const images = builtin({ count: 20 });
    const data = { train: images, validation: images, statistics: computeStatistics(images, []), sha256: "" };
    const recipe = { ...findRecipe("default"), epochs: 1, batch: 10 };
    await using prepared = prepareTraining(recipe, data, { seed: 0, device: reference(), observeEvery: 1 });
    const written = new Map<string, Set<string>>();
    const note = (owner: string, value: object) => {
      written.set(owner, new Set([...(written.get(owner) ?? []), ...Object.keys(value)]));
    };
    for await (const event of prepared.trainer.run()) {
      note(event.event, event);
      if (event.event === "layers") for (const layer of event.layers) note("layers[]", layer);
      if (event.event === "epoch") note("validation", event.validation!);
    }
    const listed = [...documented()].map(([owner, fields]) => {
      const isEvent = owner !== "layers[]" && owner !== "validation";
      return [owner, [...(isEvent ? common : []), ...fields].sort()];
    });
    expect(Object.fromEntries([...written].map(([owner, fields]) => [owner, [...fields].sort()]))).toEqual(
      Object.fromEntries(listed),
    );
    expect(listed.length).toBe(5);
  });

  it.each(["step", "layers", "epoch"])("are those that a line of %s must have when it is read", (event) => {
    const whole = sample(event);
    expect(eventCheck(whole, "")).toBeNull();
    for (const [place, inner] of [
      ["", whole],
      ["layers", (whole.layers as object[] | undefined)?.[0]],
      ["validation", whole.validation],
    ] as const) {
      if (inner === undefined) continue;
      const around = (value: object) => {
        if (place === "") return value;
        return { ...whole, [place]: place === "layers" ? [value] : value };
      };
      expect(eventCheck(around({ ...(inner as object), more: 1 }), "")).not.toBeNull();
      for (const field of Object.keys(inner as object)) {
        const { [field]: _, ...rest } = inner as Record<string, unknown>;
        expect(eventCheck(around(rest), ""), `${place} without ${field}`).not.toBeNull();
      }
    }
  });
});
