/** The reader's preferences, kept by the browser. If its storage is off, nothing is kept. */

/** Returns a preference of an earlier visit, or null. */
export function loadPreference(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps a preference for the next visit. */
export function savePreference(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // The preference holds until the reader leaves the page.
  }
}
