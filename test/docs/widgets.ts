import type { Page } from "playwright-core";
import { book } from "./site.ts";
import { open } from "./visit.ts";

/** The pages that have widgets. */
export const widgetPages = book.filter(({ html }) => html.includes("<ag-"));

/** What of a widget a reader touches, besides its cells. */
export const touchable = ".ag-frame :is(button, select, input, summary)";

/** Opens a page and waits until its widgets are live. */
export async function live(page: Page, address: string): Promise<void> {
  await open(page, address);
  await page.waitForFunction(() => document.querySelector(":not(:defined)") === null);
}

export interface Tab {
  /** A selector of the widget. */
  readonly host: string;
  readonly name: string;
  /** The mode. */
  readonly value: string;
  /** A selector of the tab. */
  readonly tab: string;
}

/** The modes of all widgets of the page that is open. */
export async function tabsOf(page: Page): Promise<Tab[]> {
  return page.locator("[data-digit]").evaluateAll((all) =>
    all.map((tab) => {
      const { id, localName } = tab.closest("[data-live]")!;
      const host = id === "" ? `${localName}[data-live]` : `#${id}`;
      const { set, value } = (tab as HTMLElement).dataset;
      const selector = `${host} [data-digit][data-set="${set}"][data-value="${value}"]`;
      return { host, name: localName.replace("ag-", ""), value: value!, tab: selector };
    }),
  );
}
