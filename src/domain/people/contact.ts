/** How a person is reached, as AM holds it. */
export interface Contact {
  /** The name of the directory entry; null if AM reports none. */
  readonly entry: string | null;
  /** Null if unknown. */
  readonly displayName: string | null;
  /** All values of the attributes with addresses, unchecked. */
  readonly addresses: readonly string[];
  /** The language attribute, unchecked; null without one. */
  readonly language: string | null;
  /** The person's managers: names of directory entries, or user names. */
  readonly managers: readonly string[];
}

/** The attributes that hold a person's contact. */
export interface ContactAttributes {
  readonly addresses: readonly string[];
  /** Undefined if no text is written to the person. */
  readonly language: string | undefined;
  /** Undefined if managers are not notified. */
  readonly manager: string | undefined;
}
