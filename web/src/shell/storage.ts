/** What the browser keeps for the reader: choices of look and language. Storage may be off; then nothing is kept. */

/** A choice of an earlier visit. */
export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a choice for the next visit. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The choice holds until the page is left.
  }
}
