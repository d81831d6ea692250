/** worker.browser.ts with all that it imports, as one script. Made by bundle.mjs. */
export declare const workerText: string;
