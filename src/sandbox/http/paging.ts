/** One page of a query. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly cookie: string | null;
}

/**
 * Returns a page by `_pageSize` and `_pagedResultsCookie`, as AM does. A cookie that is not null
 * means that another page follows (contract §1.3).
 */
export function pageOf<Item>(all: readonly Item[], query: ReadonlyMap<string, string>): Page<Item> {
  const size = Number(query.get('_pagesize') ?? 0);
  if (!Number.isInteger(size) || size <= 0) return { items: all, cookie: null };
  const cookie = query.get('_pagedresultscookie') ?? '';
  const from = Number(Buffer.from(cookie, 'base64url').toString() || 0);
  const to = from + size;
  return {
    items: all.slice(from, to),
    cookie: to < all.length ? Buffer.from(String(to)).toString('base64url') : null,
  };
}
