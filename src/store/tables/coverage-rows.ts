/** A count of who has which devices: of a realm, or of one of its areas. It names no one. */
export interface CoverageRow {
  readonly realm: string;
  /** Empty for the whole realm. */
  readonly area: string;
  readonly counted_at: number;
  readonly is_whole: number;
  readonly with_one_device: number;
  readonly not_read: number;
  /** People by exactly the kinds of their devices: `:3 OATH:5 OATH,PUSH:12`. */
  readonly kind_sets: string;
}
