// A key that is pressed in the search of 10,000 connections, and in the palette: from the input event until its frame is drawn, as the page
// itself measures it. A frame takes as long as a display that shows 60 a second.
import assert from 'node:assert/strict';
import { skipped, within } from '../measure.mjs';
import { noWindow, withConnections } from '../window.mjs';

const FRAME = 1000 / 60;
const LIST = 'table[aria-label="Connections"]';

export async function run({ small }) {
  if (noWindow) return [skipped('search', noWindow)];
  const count = small ? 30 : 10_000;
  const desk = await withConnections(count);
  try {
    const { window, close } = await desk.open();
    try {
      await window.find(`${LIST}[aria-rowcount="${count + 1}"]`, 60_000);
      // A name, a host and a domain, letter by letter and back again, and what is nowhere.
      const name = `customer-${count - 3}`;
      const texts = small ? [name] : [name, 'login.customer-7.example', 'mail.customer', 'nothing of that kind'];
      const typed = async (field) => {
        const times = [];
        for (const text of texts) times.push(...(await window.pressTimes(field, pressed(text))));
        return [...times, ...(await window.pressTimes(field, [name]))];
      };
      const listed = await typed('[data-find]');
      await window.find(`${LIST}[aria-rowcount="2"]`);
      await window.pressTimes('[data-find]', ['']);
      await window.keys(['Control', 'k']);
      const found = await typed('dialog[open] [role="combobox"]');
      await window.find(`//dialog[@open]//*[@role="option"][@aria-selected="true"][contains(., "${name}")]`);
      assert.equal(listed.length, found.length);
      const what = `in ${count.toLocaleString('en')} connections`;
      return [
        within(`a key in the search of the list, ${what}`, { ours: listed, limit: FRAME, share: 0.95, of: 'a frame' }),
        within(`a key in the palette, ${what}`, { ours: found, limit: FRAME, share: 0.95, of: 'a frame' }),
      ];
    } finally {
      await close();
    }
  } finally {
    await desk.remove();
  }
}

/** What stands in the field with each press, forth and back. */
function pressed(text) {
  const forth = Array.from(text, (_, index) => text.slice(0, index + 1));
  return [...forth, ...forth.toReversed().slice(1), ''];
}
