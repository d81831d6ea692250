/** The theme finds out in the browser that a bar stands beside a menu, and then moves it: built pages say so at once. */
export function placeNavBar(html: string): string {
  const classes = html.includes('class="VPSidebar"') ? "VPNavBar has-sidebar top" : "VPNavBar top";
  return html.replace('class="VPNavBar"', `class="${classes}"`);
}
