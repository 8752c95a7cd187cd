/** A session of the pages. Unlike a record, it is updated and removed. */
export interface PageSessionRow {
  readonly id: string;
  /** Empty in a row that an older version has added. */
  readonly person: string;
  readonly issuer_session: string | null;
  readonly sealed: string;
  readonly begun_at: number;
  readonly used_at: number;
}
