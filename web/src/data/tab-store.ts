/**
 * Keeps what a sign-in interrupts: in this tab, for one owner, for a time. If the browser's storage
 * is off, nothing is kept.
 */
export interface TabStore<Value> {
  save(value: Value, owner: string): void;
  /** Null if the owner saved nothing in that time; then the store is cleared. */
  load(owner: string): Value | null;
  /** Whether any owner has a value here. */
  isKept(): boolean;
  /** Clears the store once the value is carried out, given up or left idle. */
  clear(): void;
}

interface StoredValue<Value> {
  readonly value: Value;
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The default: a quarter of an hour. */
const aSignInMs = 15 * 60_000;

/** The names of all values that stores keep in the tab begin with this. */
const prefix = 'kept:';

/**
 * Removes the values of all stores, also those of pages that are not loaded now: after a sign-out
 * nothing about people stays in the tab.
 */
export function clearTabStores(): void {
  try {
    for (const key of Object.keys(sessionStorage))
      if (key.startsWith(prefix)) sessionStorage.removeItem(key);
  } catch {
    // Storage is off, so nothing was saved.
  }
}

/**
 * Creates a store of one value.
 * @param name the value's key in the tab's session storage
 * @param keepForMs how long the value is kept after it was saved
 */
export function createTabStore<Value>(name: string, keepForMs = aSignInMs): TabStore<Value> {
  const key = `${prefix}${name}`;
  const read = (): StoredValue<Value> | null => {
    try {
      const stored: StoredValue<Value> | null = JSON.parse(sessionStorage.getItem(key) ?? 'null');
      return stored !== null && Date.now() - stored.at < keepForMs ? stored : null;
    } catch {
      // Storage is off, or another script wrote the value.
      return null;
    }
  };
  const clear = (): void => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Storage is off, so nothing was saved.
    }
  };
  return {
    clear,
    isKept: () => read() !== null,
    save: (value, owner) => {
      try {
        const stored: StoredValue<Value> = { value, owner, at: Date.now() };
        sessionStorage.setItem(key, JSON.stringify(stored));
      } catch {
        // The reader has to choose again after the sign-in.
      }
    },
    load: (owner) => {
      const stored = read();
      if (stored?.owner === owner) return stored.value;
      clear();
      return null;
    },
  };
}
