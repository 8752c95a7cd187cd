import { createKeeper } from '../data/keeper.ts';
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

/** The choice of a reader, by their id; no name of a device is kept with it. */
export const choices = createKeeper<Choice>('choice');
