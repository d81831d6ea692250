/** Parts of the default theme that this site does not have: another search's window, sponsors, teams, … */
const parts =
  /\.(DocSearch-(?!Button)|vp-sponsor|VPSponsor|VPHomeSponsors|VPTeam|VPCarbon|VPSocial|VPAlgolia|VPBadge|VP\w+Translations)/;

interface Rule {
  selectors: string[];
  remove(): void;
}

/** A plugin of PostCSS's: every page would load their styles. */
export const dropUnused = {
  postcssPlugin: "drop-unused",
  Rule(rule: Rule) {
    const kept = rule.selectors.filter((selector) => !parts.test(selector));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  },
};
