/** A pattern that the whole text must match. */
export interface WholePattern {
  /** The regular expression, for clients that validate input. */
  readonly source: string;
  test(text: string): boolean;
}
