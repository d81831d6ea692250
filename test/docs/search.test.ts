import { expect, inject, it } from "vitest";
import { book } from "./site.ts";
import { each, open } from "./visit.ts";

/** What is typed, and which page is to be among the first three. */
const queries: readonly [query: string, path: string][] = [
  ["recipe", "guides/training.html"],
  ["resume a run", "guides/training.html"],
  ["fine-tune pretrained", "guides/fine-tuning.html"],
  ["safetensors torchvision", "guides/pytorch.html"],
  ["transpose weights names map", "guides/fine-tuning.html"],
  ["torchrun", "guides/pytorch.html"],
  ["ONNX", "guides/onnx.html"],
  ["Keras weights", "guides/neighbours.html"],
  ["Slurm array shards", "guides/training.html"],
  ["finite differences kinks", "guides/gradcheck.html"],
  ["benchmarks on your own machine", "guides/benchmarks.html"],
  ["train in the browser", "playground/index.html"],
  ["roofline", "guides/benchmarks.html"],
  ["oracles", "guides/gradcheck.html"],
  ["seeded bugs", "guides/gradcheck.html"],
  ["rooms", "house/architecture.html"],
  ["add a device", "house/architecture.html"],
  ["add an elementwise operator", "house/contributing.html"],
  ["docstrings", "house/contributing.html"],
  ["SIMD panels", "house/kernels.html"],
  ["ladder", "house/kernels.html"],
  ["attribute bucket cases", "house/coverage.html"],
  ["command stream", "decisions/0009-a-command-stream.html"],
  ["bundlers", "decisions/0019-bundlers.html"],
  ["one queue", "decisions/0001-one-queue-for-every-device.html"],
  ["directives", "house/site.html"],
  ["tie max pooling", "ops/max-pool.html"],
  ["LRN alpha", "ops/lrn.html"],
  ["why is the kernel rotated", "questions.html"],
  ["why is the filter turned", "ops/conv2d-backward.html"],
  ["dilation stride trade places", "ops/conv2d-backward.html"],
  ["softmax Jacobian", "ops/softmax.html"],
  ["dead unit", "ops/activations.html"],
  ["running statistics", "ops/batch-norm.html"],
  ["ceil mode", "ops/padding.html"],
  ["gradient of a gradient", "gradients/second-order.html"],
  ["detach noGrad", "gradients/tape.html"],
  ["sixty million parameters AlexNets", "alexnet/four.html"],
  ["253,440 neurons", "alexnet/224-or-227.html"],
  ["receptive field anatomy", "alexnet/anatomy.html"],
  ["article Adagrad wrong", "alexnet/article.html"],
  ["does VGG have sigmoids", "alexnet/article.html"],
  ["my own pictures in folders", "guides/own-images.html"],
  ["when does the GPU pay", "guides/devices.html"],
  ["state_dict names in PyTorch", "guides/pytorch.html"],
  ["does dropout prevent over-fitting", "alexnet/studies.html"],
  ["重叠池化", "start/notation.html"],
  ["归一化", "start/notation.html"],
];

it("asks for pages that there are", () => {
  const written = new Set(book.map(({ path }) => path));
  expect(queries.filter(([, path]) => !written.has(path))).toEqual([]);
});

it("finds each page among the first three", async () => {
  const missed: string[] = [];
  await each(["index.html"], 1, async (path, page) => {
    await open(page, inject("isolated") + path);
    await page.keyboard.press("Control+k");
    const box = page.locator("#localsearch-input");
    await box.waitFor();
    for (const [query, expected] of queries) {
      await box.fill("");
      await page.waitForFunction(() => document.querySelectorAll(".results .result").length === 0);
      await box.fill(query);
      await page
        .locator(".results .result")
        .first()
        .waitFor({ timeout: 5000 })
        .catch(() => missed.push(`${query}: nothing`));
      const found = await page.$$eval(".results .result", (links) =>
        links.map((link) => (link as HTMLAnchorElement).pathname),
      );
      // Results are sections: three pages, then.
      const first = [...new Set(found)].slice(0, 3);
      const address = expected.replace(/index\.html$/, "");
      if (!first.some((each) => each.endsWith(address))) missed.push(`${query}: ${first.join(", ")}`);
    }
  });
  expect(missed).toEqual([]);
});
