/** What a sign-in interrupts: kept in this tab, for whose it is alone, for a quarter of an hour. Storage may be off; then nothing is kept. */
export interface Keeper<Value> {
  keep(value: Value, owner: string): void;
  /** What this owner kept a while ago; null for another's and for old ones, which are forgotten. */
  kept(owner: string): Value | null;
  /** It was carried out, given up, or left idle. */
  forget(): void;
}

interface Kept<Value> {
  readonly value: Value;
  readonly owner: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const keptForMs = 15 * 60_000;

/** A keeper of one value by its name in the tab's storage. */
export function createKeeper<Value>(name: string): Keeper<Value> {
  const forget = (): void => {
    try {
      sessionStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  };
  return {
    forget,
    keep: (value, owner) => {
      try {
        const kept: Kept<Value> = { value, owner, at: Date.now() };
        sessionStorage.setItem(name, JSON.stringify(kept));
      } catch {
        // The reader chooses again.
      }
    },
    kept: (owner) => {
      try {
        const kept: Kept<Value> | null = JSON.parse(sessionStorage.getItem(name) ?? 'null');
        if (kept?.owner === owner && Date.now() - kept.at < keptForMs) return kept.value;
      } catch {
        // What is no JSON is nobody's.
      }
      forget();
      return null;
    },
  };
}
