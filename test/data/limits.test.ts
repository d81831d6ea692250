import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCifar } from "../../src/data/cifar.node.ts";
import { take } from "../../src/data/dataset.ts";
import { readIdx } from "../../src/data/idx.node.ts";
import { loadDataset } from "../../src/data/load.node.ts";
import { cifar, counting, folderWith, formatError, idx } from "./fixtures.ts";

const labels = Array.from({ length: 40 }, (_, i) => (i * 7) % 4);

describe("limit", () => {
  it("keeps of IDX and CIFAR files what `take` keeps of all their images", async () => {
    const digits = await folderWith({
      "train-images-idx3-ubyte": idx([40, 2, 3], counting(240)),
      "train-labels-idx1-ubyte": idx([40], Uint8Array.from(labels)),
    });
    const photos = await folderWith({ "data_batch_1.bin": cifar(labels), "data_batch_2.bin": cifar([...labels, 5]) });
    for (const limit of [1, 7, 1000]) {
      const sample = { limit, seed: 3 };
      expect((await readIdx(digits, sample)).train).toEqual(take((await readIdx(digits)).train, limit, 3));
      expect((await readCifar(photos, sample)).train).toEqual(take((await readCifar(photos)).train, limit, 3));
    }
  });

  it("takes memory for the images it keeps, not for the file's", async () => {
    const folder = await folderWith({ "data_batch_1.bin": "" });
    truncateSync(join(folder, "data_batch_1.bin"), 3073 * 100_000);
    const script = `
      import { loadDataset } from ${JSON.stringify(new URL("../../dist/src/data/index.node.js", import.meta.url).href)};
      const { train } = await loadDataset(${JSON.stringify(folder)}, { limit: 10 });
      console.log(train.labels.length, process.resourceUsage().maxRSS / 1024);`;
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    const [count, mebibytes] = out.split(" ").map(Number);
    expect(count).toBe(10);
    expect(mebibytes).toBeLessThan(250);
  });
});

describe("more than a data set may take", () => {
  it("is refused before anything is allocated, with what to do", async () => {
    const enlarged = await formatError("builtin train", loadDataset("builtin", { size: 20_000, limit: 100 }));
    expect(enlarged).toMatch(/100 images of 20000×20000 pixels need 114441 MiB, more than the 4096 MiB .* "limit"/);
    expect(await formatError("builtin train", loadDataset("builtin", { limit: 10 ** 12 }))).toMatch(/need \d+ MiB/);
  });

  it("is refused where the header of a file says so", async () => {
    const folder = await folderWith({ "train-labels-idx1-ubyte": idx([3], Uint8Array.of(0, 1, 2)) });
    const images = join(folder, "train-images-idx3-ubyte");
    writeFileSync(images, idx([3, 50_000, 50_000], Uint8Array.of()));
    truncateSync(images, 16 + 3 * 50_000 ** 2);
    expect(await formatError(images, readIdx(folder))).toMatch(/3 images of 50000×50000 pixels need 7153 MiB/);
  });
});
