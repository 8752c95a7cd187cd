/** A page of a query (contract §1.3). */
export interface QueryPage {
  readonly size: number;
  /** What the page before named; null for the first one. */
  readonly cookie: string | null;
}

/** The first page of a list of people. */
export const firstPage: QueryPage = { size: 200, cookie: null };

/** The page as parameters of a query. */
export function pageQuery({ size, cookie }: QueryPage): string {
  const from = cookie === null ? '' : `&_pagedResultsCookie=${encodeURIComponent(cookie)}`;
  return `&_pageSize=${size}${from}`;
}
