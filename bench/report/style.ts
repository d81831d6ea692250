/** Of what stands in an element of the class `bench`: on a page by itself, and within the book. */
export const style = `
@media print { :root { color-scheme: light } }
.bench.bench {
  --line: light-dark(#d5d3cc, #3a414b); --faint: light-dark(#ecebe6, #262c34); --ground: light-dark(#f6f5f1, #1d2229);
  --text: light-dark(#1d2430, #e4e6ea); --quiet: light-dark(#4a5361, #b4bac4);
  --good: light-dark(#1b6b3a, #7fd39b); --bad: light-dark(#a8311a, #ff9d85); --rest: light-dark(#a9c4e6, #47638a); --least: light-dark(#1d4f91, #94bdf5);
  container-type: inline-size; color: var(--text); overflow-wrap: break-word;
  .s0 { --c: light-dark(#1d5fae, #82b4f2) } .s1 { --c: light-dark(#b5480f, #f5a06c) } .s2 { --c: light-dark(#1f7a44, #79cf96) } .s3 { --c: light-dark(#84409c, #d49be8) }
  .s4 { --c: light-dark(#8a6a00, #dbbd55) } .s5 { --c: light-dark(#0e7482, #6cc8d4) } .s6 { --c: light-dark(#a92f5e, #f291b5) } .s7 { --c: light-dark(#5b6270, #b9c0cb) }
  p, li { max-width: 44rem }
  small { font-size: 0.86em; color: var(--quiet); font-weight: 400 }
  figure { margin: 0; min-width: 0; max-width: none }
  figcaption, caption { font-weight: 600; text-align: start; padding: 0 0 0.3rem; margin: 0; color: var(--text); font-size: 15px }
  details { margin: 0.6rem 0 } summary { cursor: pointer; padding: 0.3rem 0; min-height: 24px; font-size: 15px }
  details figcaption, details caption { display: none }
  .tiles, .facts { display: grid; gap: 0.8rem; margin: 1rem 0 1.6rem; grid-template-columns: repeat(auto-fill, minmax(min(9.6rem, 100%), 1fr)) }
  .facts { gap: 0.5rem 1.4rem }
  .tiles > div { background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem 0.9rem }
  dl > div { display: flex; flex-direction: column; min-width: 0 } dt { font-size: 13px; line-height: 1.4; color: var(--quiet); font-weight: 400; margin: 0 }
  dd { margin: 0; font-size: 13px; line-height: 1.4 } .facts dd { font-size: 15px; overflow-wrap: anywhere } .tiles dd.value { font-size: 1.55rem; line-height: 1.35; font-weight: 600; font-variant-numeric: tabular-nums }
  .how { columns: 2 25rem; column-gap: 2.5rem } .how > div { display: block; break-inside: avoid; margin: 0 0 0.6rem; max-width: 44rem } .how dt { display: inline; font-weight: 600; font-size: inherit; color: inherit } .how dt::after { content: ". " } .how dd { display: inline; font-size: inherit; line-height: inherit }
  .met { color: var(--good) } .missed { color: var(--bad) } strong { font-weight: 600; white-space: nowrap }
  .grid-of-plots { display: grid; gap: 2rem 1.6rem; grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr)); align-items: start }
  figure svg { display: block; width: 100%; height: auto } .grid-of-plots figure { max-width: 460px }
  svg text { font-size: 11px; fill: var(--quiet); font-family: system-ui, sans-serif; font-variant-numeric: tabular-nums } svg .axis { fill: var(--text) } svg .label { font-size: 10.5px; fill: var(--text) } svg .roof-name { fill: var(--text); font-size: 11px }
  .grid { stroke: var(--line) } .minor { stroke: var(--faint) } .lead { stroke: var(--quiet); stroke-width: 0.6 }
  .line { fill: none; stroke: var(--c); stroke-width: 1.8 } .mark { fill: var(--c); stroke: var(--c); stroke-width: 1.2 } .hollow { fill: var(--vp-c-bg, Canvas) } .bound { fill: none; stroke: var(--c); stroke-width: 0.9; opacity: 0.85 }
  .roof { fill: none; stroke: var(--text); stroke-width: 1.6 } .above { fill: var(--faint) }
  .lane { stroke: var(--c); stroke-width: 1 } .lane:is(.cpu, .open) { fill: none } .hatching { stroke: var(--c); stroke-width: 0.6; opacity: 0.6 } .lane.gpu { fill: var(--c); fill-opacity: 0.28 } figure .lane ~ text { font-size: 10px; fill: var(--text) } figure .hatching + text { paint-order: stroke; stroke: var(--vp-c-bg, Canvas); stroke-width: 3px }
  .roofline { max-width: 820px } .roofline .wide-plot { display: none } @container (min-width: 560px) { .roofline .wide-plot { display: block } .roofline .narrow-plot { display: none } }
  .legend, .notes { list-style: none; display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; padding: 0; margin: 0.4rem 0 0; font-size: 13px; line-height: 1.5 } .legend li, .notes li { margin: 0 } .notes { display: block; color: var(--quiet) }
  figure .key { display: inline-block; width: 30px; height: 12px; margin-inline-end: 0.4em; vertical-align: -1px; overflow: visible } .roofline .key { width: 12px }
  figure p { font-size: 13px; margin: 0.2rem 0 0; color: var(--quiet) } figure p:empty { display: none }
  table { display: table; border-collapse: collapse; margin: 0; font-size: 13px; line-height: 1.45; font-variant-numeric: tabular-nums; overflow-wrap: normal; width: auto }
  th, td { border: 0; border-bottom: 1px solid var(--faint); padding: 0.25rem 0.7rem 0.25rem 0; text-align: start; vertical-align: top; background: none; font-weight: 400; min-width: 0; max-width: none; position: static; color: var(--text) }
  tr { border: 0; background: none } thead th { color: var(--quiet); font-weight: 600; border-bottom-color: var(--line); vertical-align: bottom }
  .wide { overflow: auto; max-height: none; max-width: 100%; margin: 0.4rem 0 1.4rem }
  table.bars { width: 100%; max-width: 820px } .bars tbody { border-bottom: 1px solid var(--line) } .bars tbody :is(th, td) { border: 0; padding-block: 0.05rem } .bars thead th { white-space: nowrap } .bars .number { text-align: end; white-space: nowrap; width: 1% } .bars :is(th, td):last-child { text-align: end; padding-inline-end: 0 }
  .bars td.bar { width: 48% } .bars svg { display: block; width: 100%; height: 10px; margin-top: 0.35rem } .bars .rest { fill: var(--rest) } .bars .least { fill: var(--least) }
  .wide th[scope="row"] { min-width: 7rem }
  @container (max-width: 500px) { .bars small, .wide table:not(.tasks) small { display: block } .bars td.bar { width: 26% } .bars :is(th, td) { padding-inline-end: 0.45rem } }
  .tasks { min-width: 860px } .tasks tr.task th { padding-top: 0.9rem; border-bottom-color: var(--line); font-weight: 600 } .tasks .task div { position: sticky; left: 0; max-width: min(100cqw, 60rem); display: inline-block } .tasks .task small { display: block } .tasks td { white-space: nowrap } .tasks tbody tr:not(.task) > * { padding-block: 0.15rem } .tasks tbody th[scope="row"] { min-width: 9rem; padding-inline-start: 0.8rem }
  .filter { display: flex; flex-wrap: wrap; align-items: center; gap: 0.3rem 0.8rem; font-size: 14px } .filter label { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem } .filter input { font: inherit; padding: 0.3rem 0.5rem; min-width: min(16rem, 100%); border: 1px solid var(--quiet); border-radius: 4px; background: var(--vp-c-bg, Canvas); color: inherit }
  @media print { color-scheme: light; .filter { display: none } .wide { overflow: visible } .tasks { min-width: 0; font-size: 8.5px } .tasks td { white-space: normal } figure, tbody, .tiles > div { break-inside: avoid } h2, h3 { break-after: avoid } svg { max-width: 460px } .roofline svg { max-width: none } }
}
`;
