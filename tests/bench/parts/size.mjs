// How large the package is, and what it takes when it is installed. `make package` builds it; the bench does not.
import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { skipped, within } from '../measure.mjs';

const FOLDER = new URL('../../../target/release/bundle/deb/', import.meta.url);
const [DOWNLOADED, INSTALLED] = [12, 35];

export async function run() {
  const debs = (await readdir(FOLDER).catch(() => [])).filter((name) => name.endsWith('.deb'));
  if (debs.length === 0) return [skipped('size of the package', 'there is none: make package')];
  const rows = [];
  for (const deb of debs) {
    const file = new URL(deb, FOLDER);
    // Of each file its own size, whatever the disk rounds it to.
    const listed = execFileSync('dpkg-deb', ['--contents', file.pathname], { encoding: 'utf8' }).trim().split('\n');
    const installed = listed.reduce((sum, line) => sum + Number(line.split(/\s+/)[2]), 0);
    rows.push(
      within(`${deb}, downloaded`, { ours: [(await stat(file)).size / 1e6], limit: DOWNLOADED, unit: 'MB' }),
      within(`${deb}, installed`, { ours: [installed / 1e6], limit: INSTALLED, unit: 'MB' }),
    );
  }
  return rows;
}
