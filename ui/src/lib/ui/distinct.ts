/** Each thing once: of those with the same key, the first. A table has no place for another. */
export function distinct<T>(items: T[], key: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => seen.size < seen.add(key(item)).size);
}
