import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { executable } from "../browser/chromium.ts";
import { isolation, serve } from "./server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the one browser of all these tests listens. */
    browser: string;
    /** The site with the headers that isolate its pages, and without. */
    isolated: string;
    plain: string;
  }
}

export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  if (executable === undefined) throw new Error("no chromium: install it, or name one in CHROMIUM");
  const browser = await chromium.launchServer({ executablePath: executable });
  const [isolated, plain] = await Promise.all([serve(isolation), serve({})]);
  provide("browser", browser.wsEndpoint());
  provide("isolated", isolated.address);
  provide("plain", plain.address);
  return async () => {
    await browser.close();
    for (const { server } of [isolated, plain]) server.close().closeAllConnections();
  };
}
