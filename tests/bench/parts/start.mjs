// How long the window takes from the start of the process to the first rows, and until the whole list is there.
import assert from 'node:assert/strict';
import { beside, skipped, told, within } from '../measure.mjs';
import { ASKED, DRAWN, LISTED, noWindow, withConnections, withTenants } from '../window.mjs';

const LIMIT = 3000;

export async function run({ small }) {
  if (noWindow) return [skipped('start and list', noWindow)];
  const [few, some, many] = small ? [10, 10, 10] : [100, 1000, 10_000];
  const rounds = small ? 1 : 5;
  const tenants = small ? 2 : 5;
  const desks = [];
  try {
    for (const count of new Set([few, some, many])) desks.push({ ...(await withConnections(count)), first: samples(), later: samples() });
    for (const number of [1, tenants]) desks.push({ ...(await withTenants(number, few, 'bench')), later: samples() });
    // Whatever only the very first start of a machine does is no start of ours.
    if (!small) await once(desks[0], samples());
    for (let round = 0; round < rounds; round++) {
      // Whoever goes first in one round goes last in the next.
      for (const desk of round % 2 === 0 ? desks : desks.toReversed()) {
        if (desk.first) {
          await desk.forgetList();
          await once(desk, desk.first);
        }
        await once(desk, desk.later);
      }
    }
  } finally {
    await Promise.all(desks.map((desk) => desk.remove()));
  }
  const of = (count) => desks.find((desk) => desk.count === count);
  const [one, several] = desks.slice(-2);
  const number = (count) => count.toLocaleString('en');
  return [
    told(`start to the first rows, ${number(few)} connections`, { ours: of(few).later.drawn }),
    beside(`start to the first rows, ${number(many)} connections`, { ours: of(many).later.drawn, peer: `${number(few)} of them`, theirs: of(few).later.drawn, atMost: 1.1 }),
    beside(`the same where none were listed before`, { ours: of(many).first.drawn, peer: `${number(few)} of them`, theirs: of(few).first.drawn, atMost: 1.1 }),
    within(`start to all ${number(many)} listed`, { ours: of(many).later.listed, limit: LIMIT }),
    within(`the same where none were listed before`, { ours: of(many).first.listed, limit: LIMIT }),
    beside(`listing ${number(many)}`, { ours: of(many).later.listing, peer: `${number(some)} of them`, theirs: of(some).later.listing, atMost: 11 }),
    beside(`start to the first rows, ${tenants} local tenants under a passphrase`, { ours: several.later.drawn, peer: 'one of them', theirs: one.later.drawn }),
  ];
}

function samples() {
  return { drawn: [], listed: [], listing: [] };
}

async function once(desk, { drawn, listed, listing }) {
  const opened = await desk.open();
  try {
    const [asked, first, all] = await opened.marked(ASKED, DRAWN, LISTED);
    assert.equal(await opened.window.attribute('table[aria-label="Connections"]', 'aria-rowcount'), String(desk.count + 1));
    drawn.push(first);
    listed.push(all);
    listing.push(all - asked);
  } finally {
    await opened.close();
  }
}
