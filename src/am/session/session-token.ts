/** A session token of AM, or an access token. Prints as `[token]`, so that no log shows it. */
export class SessionToken {
  readonly #text: string;
  #key: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text, for one header of one call. */
  reveal(): string {
    return this.#text;
  }

  /** A hash of the text, computed once, for use as a key. */
  keyedBy(hash: (text: string) => string): string {
    this.#key ??= hash(this.#text);
    return this.#key;
  }

  toString(): string {
    return '[token]';
  }

  toJSON(): string {
    return '[token]';
  }
}

/**
 * Whether a text could be a token. AM's tokens are base64 or base64url with a few other characters
 * (`AQIC5w…*AAJTSQ…*`); anything else must not reach a header.
 */
export function isTokenText(text: string): boolean {
  return /^[A-Za-z0-9._*@=+/~-]{1,4096}$/.test(text);
}
