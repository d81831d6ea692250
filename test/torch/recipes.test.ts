import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { python, whyNotLive } from "./python.ts";
import { cases, type Outcome, runHere } from "./recipes.ts";

const golden = fileURLToPath(new URL("../golden/", import.meta.url));
const read = (file: string): Outcome => JSON.parse(readFileSync(file, "utf8"));
const kept = read(join(golden, "recipes/values.json"));

/** Sums of a few hundred float32 products at most, where images are resized or turned. */
const tolerance = 2e-6;

function expectSame(here: Outcome, there: Outcome): void {
  expect(here.batches).toEqual(there.batches);
  expect([here.images.length, here.rates.length]).toEqual([there.images.length, there.rates.length]);
  cases.transforms.forEach((specs, i) => {
    const [{ shape, digest }, other] = [here.images[i]!, there.images[i]!];
    expect(shape).toEqual(other.shape);
    const [norm] = other.digest;
    digest.forEach((value, j) => {
      expect(Math.abs(value - other.digest[j]!), JSON.stringify(specs)).toBeLessThan(tolerance * norm);
    });
  });
  cases.schedules.forEach((schedule, i) => {
    here.rates[i]!.forEach((rate, step) => {
      expect(rate / there.rates[i]![step]!, `${JSON.stringify(schedule)}, step ${step}`).toBeCloseTo(1, 12);
    });
  });
}

it("are written for Python", async () => {
  await expect(`${JSON.stringify(cases, null, 1)}\n`).toMatchFileSnapshot(join(golden, "recipes/cases.json"));
});

it("transforms, orders and rates are those of what is handed over to PyTorch", () => {
  expectSame(runHere(), kept);
});

it.skipIf(whyNotLive !== null)("they are what this machine's PyTorch makes of it too", () => {
  const folder = mkdtempSync(join(tmpdir(), "alexgrad-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "values.json");
  execFileSync(python, [join(golden, "make_recipes.py"), file]);
  expectSame(read(file), kept);
});
