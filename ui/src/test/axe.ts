import axe from "axe-core";

/** What axe finds wrong. Colours need a real engine; everything else is judged here. No page runs in a frame of jsdom. */
export async function violations(container: HTMLElement): Promise<string[]> {
  const { violations: found } = await axe.run(container, {
    iframes: false,
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
}
