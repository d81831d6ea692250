/** The package's own declarations describe a CommonJS module; this is the one that bundlers take. */
declare module "morphdom/dist/morphdom-esm.js" {
  export default function morphdom(
    from: Element,
    to: Element,
    options: { childrenOnly?: boolean; onBeforeElUpdated?: (from: HTMLElement, to: HTMLElement) => boolean },
  ): Element;
}
