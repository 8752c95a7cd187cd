/** A pattern that a whole text matches or not. */
export interface WholePattern {
  /** As a regular expression, for those who check before they send. */
  readonly source: string;
  test(text: string): boolean;
}
