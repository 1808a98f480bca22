// Rows as a table for a terminal.

export function table(rows) {
  const lines = [['work', 'p50', 'p95', 'beside', 'p50', 'p95', 'ratio', 'at most', ''], ...rows.map(line)];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((cells) => cells[column].length)));
  return lines.map((cells) => cells.map((cell, column) => (leftBound.has(column) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd()).join('\n');
}

const leftBound = new Set([0, 3, 8]);

function line({ work, unit, ours, peer, limit, ratio, atMost, met, skipped }) {
  if (skipped) return [work, '', '', '', '', '', '', '', `not measured: ${skipped}`];
  const reference = peer ? [peer.name, amount(peer.p50, unit), amount(peer.p95, unit)] : limit ? [limit.share === 0.5 ? limit.name : `${limit.name} (p${100 * limit.share})`, amount(limit.value, unit), ''] : ['', '', ''];
  return [work, amount(ours.p50, unit), amount(ours.p95, unit), ...reference, number(ratio), number(atMost), met === undefined ? '' : met ? 'met' : 'MISSED'];
}

function amount(value, unit) {
  return `${number(value)} ${unit}`;
}

/** Three digits are enough to compare by. */
function number(value) {
  return value === undefined ? '' : value >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString();
}
