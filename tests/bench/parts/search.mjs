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
      const all = [`customer-${count - 3}`, 'login.customer-7.example', 'mail.customer', 'nothing of that kind'];
      const texts = (small ? all.slice(0, 1) : all).flatMap(pressed);
      const search = '[data-find]';
      const listed = await window.pressTimes(search, [...texts, `customer-${count - 3}`]);
      await window.find(`${LIST}[aria-rowcount="2"]`);
      await window.pressTimes(search, ['']);
      await window.keys(['Control', 'k']);
      const box = 'dialog[open] [role="combobox"]';
      await window.find(box);
      const found = await window.pressTimes(box, [...texts, `customer-${count - 3}`]);
      await window.find(`//dialog[@open]//*[@role="option"][@aria-selected="true"][contains(., "customer-${count - 3}")]`);
      assert.equal(listed.length, texts.length + 1);
      assert.equal(found.length, texts.length + 1);
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
