/** A session token of AM. It prints as `[token]`; only the HTTP client takes the text out. */
export class SessionToken {
  readonly #text: string;
  #key: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The token itself, for one header of one call. */
  reveal(): string {
    return this.#text;
  }

  /** What it is remembered by, made once: never the text itself. */
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
 * Whether a text could be a session token. AM's tokens are base64 or base64url text with a few marks
 * (`AQIC5w…*AAJTSQ…*`); anything else must not reach a header.
 */
export function isTokenText(text: string): boolean {
  return /^[A-Za-z0-9._*@=+/~-]{1,4096}$/.test(text);
}
