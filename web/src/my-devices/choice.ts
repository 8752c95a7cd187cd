import { createTabStore } from '../data/tab-store.ts';
import type { Kind } from '../parts/device.ts';

/** The action that the reader is about to confirm in a dialog. */
export type Choice =
  | { readonly what: 'reset'; readonly kind: Kind; readonly endSessions?: boolean }
  | { readonly what: 'remove'; readonly deviceId: string; readonly endSessions?: boolean }
  /** "I lost everything": every device of the ticked kinds. */
  | { readonly what: 'lost'; readonly kinds: readonly Kind[]; readonly endSessions?: boolean }
  | { readonly what: 'rename'; readonly deviceId: string; readonly name?: string }
  | { readonly what: 'signOut' }
  /** "My codes are not accepted". */
  | { readonly what: 'check' }
  /** "I don't recognise this", about a recorded change. */
  | { readonly what: 'dispute'; readonly changeId: string };

/** A choice that removes devices. */
export type RemovalChoice = Extract<Choice, { readonly what: 'reset' | 'remove' | 'lost' }>;

/** The reader's choice, by their id. It contains no device name that the reader has not typed. */
export const choices = createTabStore<Choice>('choice');
