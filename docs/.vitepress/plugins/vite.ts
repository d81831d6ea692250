import type { UserConfig } from "vitepress";

/** A plugin of VitePress's own Vite, which is older than the one that the tests bring. */
export type Plugin = Extract<NonNullable<NonNullable<UserConfig["vite"]>["plugins"]>[number], { name: string }>;
