import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { reference } from "../../src/devices/reference.ts";
import { saveSafetensors } from "../../src/io/index.node.ts";
import { buildModel } from "../../src/models/index.ts";
import { alexgradHere } from "../cli/alexgrad.ts";
import { commandsOf } from "../commands.ts";
import { readPage } from "../snippets.ts";
import { python, whyNotLive } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "alexgrad-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(args: readonly string[], ...more: string[]): Promise<void> {
  const { code, err } = await alexgradHere([...args, ...more], folder);
  expect(code, `${args.join(" ")}: ${err}`).toBe(0);
}

const [section] = readPage("README.md").split("## With PyTorch\n")[1]!.split("\n## ");
/** The README's blocks have no language; what is not ours in them is said with them. */
const commands = commandsOf(section!.replace(/^```\n(?=npx)/gm, "```sh\n"));
const few = ["--limit", "12", "--workers", "0"];

it("takes PyTorch's weights as the README has it, on a narrower network", { timeout: 300_000 }, async () => {
  const [train, ...others] = commands;
  expect(others.length).toBe(4);
  using model = buildModel("torchvision", { classes: 10, width: 1 / 32, device: reference() });
  await saveSafetensors(join(folder, "alexnet.pth"), await model.state());
  await run(train!, ...few, "--width", String(1 / 32), "--epochs", "1");
});

it("hands a training over and takes it back as the README has it", { timeout: 300_000 }, async () => {
  const [, hand, back, measure, goOn] = commands;
  await run(["train"], ...few, "--schedule", "plateau", "--epochs", "1", "--out", "runs/mine");
  await run(hand!, "--epochs", "2");
  if (whyNotLive === null) {
    const { status, stderr } = spawnSync(python, ["train_ddp.py"], {
      cwd: join(folder, "mine-torch"),
      encoding: "utf8",
    });
    expect(status, stderr).toBe(0);
  }
  await run(back!);
  await run(measure!);
  await run(goOn!, "--workers", "0");
});

it("does so as the guide has it", { timeout: 300_000 }, async () => {
  const commands = commandsOf(readPage("docs/guides/pytorch.md"));
  expect(commands.map(([name]) => name)).toEqual(["train", "export", "import", "eval"]);
  rmSync(join(folder, "runs"), { recursive: true, force: true });
  rmSync(join(folder, "mine-torch"), { recursive: true, force: true });
  for (const args of commands) await run(args);
});
