import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { png } from "../../playground/files.ts";
import { minutes, Screen } from "./screen.ts";

const folder = mkdtempSync(join(tmpdir(), "playground-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two classes, among them a JPEG, one that is cut off, and a text. */
function writePictures(): string {
  const whole = readFileSync(new URL("../../torture/bases/baseline-444.jpg", import.meta.url));
  const colors = { blue: [20, 30, 220], red: [220, 30, 20] };
  for (const [name, color] of Object.entries(colors)) {
    mkdirSync(join(folder, "mine", name), { recursive: true });
    for (let i = 0; i < 12; i++) writeFileSync(join(folder, "mine", name, `${i}.png`), png(color, i));
  }
  writeFileSync(join(folder, "mine/red/whole.jpg"), whole);
  writeFileSync(join(folder, "mine/red/cut.jpg"), whole.subarray(0, whole.length / 2));
  writeFileSync(join(folder, "mine/blue/notes.txt"), "no picture");
  return join(folder, "mine");
}

it(
  "trains on a reader's folder, names what it leaves out, and asks for nothing from then on",
  async () => {
    const screen = await Screen.open("epochs=2&batch=8&width=0.25");
    const { page } = screen;
    await page.setInputFiles("[name=folder]", writePictures());
    await screen.says(/^Ready/);
    await expect.poll(() => page.isChecked("[value=own]"), { timeout: minutes(1) }).toBe(true);
    await expect
      .poll(() => screen.text(".counts"))
      .toMatch(/^2 classes, 20 images to train with, 5 to test with\. blue, red$/);
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const skipped = await page.locator(".skipped li").allTextContents();
    expect(skipped.join("\n")).toMatch(/notes\.txt/);
    expect(skipped.join("\n")).toMatch(/cut\.jpg/);
    expect(skipped).toHaveLength(2);
    await screen.says(/^Ready/);
    await screen.train(/^Done/);
    await screen.kept("report");
    await screen.press("reset");
    await screen.says(/^Ready/);
    await screen.move("webgpu");
    await screen.computesOn(/GPU/);
    await page.locator("details.bug").evaluate((details: HTMLDetailsElement) => {
      details.open = true;
    });
    await page.selectOption("[data-field=bug]", { index: 1 });
    await screen.press("anew");
    await screen.computesOn(/reference/);
    expect(requests.filter((url) => !/^(blob|data):/.test(url))).toEqual([]);
    await screen.close();
  },
  minutes(4),
);

it(
  "says what is wrong with what was dropped, and keeps what it had",
  async () => {
    const screen = await Screen.open();
    await screen.page.locator(".drop").evaluate((drop) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["text"], "notes.txt"));
      drop.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await screen.says(/classes|image/);
    expect(await screen.page.locator(".status.error").count()).toBe(1);
    expect(await screen.page.isChecked("[value=builtin]")).toBe(true);
    await screen.step(1);
    await screen.close();
  },
  minutes(4),
);

it(
  "names a picture that is drawn, or taken by keyboard, and shows the pixels that it rests on",
  async () => {
    const screen = await Screen.open("batch=64");
    const { page } = screen;
    const paper = page.locator(".paper");
    await paper.scrollIntoViewIfNeeded();
    const { x, y } = (await paper.boundingBox())!;
    await page.mouse.move(x + 60, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + 190, y + 190, { steps: 4 });
    await page.mouse.up();
    const shares = page.locator(".scores li b");
    await expect.poll(() => shares.count(), { timeout: minutes(1) }).toBe(10);
    const drawn = await screen.text(".scores");
    const sum = (await shares.allTextContents()).reduce((total, share) => total + Number.parseFloat(share), 0);
    expect(sum).toBeGreaterThan(90);
    expect(sum).toBeLessThan(110);
    const differing = await page.locator(".answer canvas").evaluateAll((canvases) =>
      (canvases as HTMLCanvasElement[]).map((canvas) => {
        const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
        return new Set(data).size;
      }),
    );
    for (const count of differing) expect(count).toBeGreaterThan(5);
    await page.locator(".takes button").nth(2).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => screen.text(".scores"), { timeout: minutes(1) }).not.toBe(drawn);
    await screen.close();
  },
  minutes(4),
);
