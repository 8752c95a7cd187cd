import type { Kind } from '../parts/device.ts';

/** What the reader is about to do; a dialog is open for it. */
export type Choice =
  | { readonly what: 'reset'; readonly kind: Kind; readonly endSessions?: boolean }
  | { readonly what: 'remove'; readonly deviceId: string; readonly endSessions?: boolean }
  | { readonly what: 'rename'; readonly deviceId: string; readonly name?: string }
  /** "My codes are not accepted". */
  | { readonly what: 'check' }
  /** "I don't recognise this", of a change of the record. */
  | { readonly what: 'dispute'; readonly changeId: string };

/** A choice by which devices go. */
export type RemovalChoice = Extract<Choice, { readonly what: 'reset' | 'remove' }>;

/** A choice that a sign-in interrupts: whose it is, and when it was made. Nothing else is kept. */
interface KeptChoice {
  readonly choice: Choice;
  readonly personId: string;
  readonly at: number;
}

const name = 'choice';
const keptForMs = 15 * 60_000;

/** Keeps a choice in this tab, so that it is still there after a sign-in. */
export function keepChoice(choice: Choice, personId: string): void {
  try {
    const kept: KeptChoice = { choice, personId, at: Date.now() };
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // Storage is off: the reader chooses again.
  }
}

/** Forgets it: it was carried out or given up. */
export function forgetChoice(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Storage is off: nothing was kept.
  }
}

/** The choice that this person made in this tab a while ago; null for another person's and for an old one. */
export function keptChoice(personId: string): Choice | null {
  try {
    const kept: KeptChoice | null = JSON.parse(sessionStorage.getItem(name) ?? 'null');
    const isTheirs = kept?.personId === personId && Date.now() - kept.at < keptForMs;
    return isTheirs ? kept.choice : null;
  } catch {
    return null;
  }
}
