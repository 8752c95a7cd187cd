import type { Reader } from './readers.ts';

/** One option: what a user types, and everything that the documentation says of it. */
export interface Option<T> {
  readonly read: Reader<T>;
  readonly group: 'Gateway' | 'Documents' | 'AM' | 'Callers' | 'Limits';
  readonly meaning: string;
  /** What the value is counted in, where it is a number. */
  readonly unit?: string;
  /** What absence means, where there is no plain default. */
  readonly absent?: string;
  readonly secret?: true;
}

/** An option with a default. */
export interface DefaultedOption<T> extends Option<T> {
  /** The text that stands for an absent value. */
  readonly standard: string;
}

/** An option of the table, typed by its reader. */
export function option<T>(about: DefaultedOption<T>): DefaultedOption<T>;
export function option<T>(about: Option<T>): Option<T>;
export function option<T>(about: Option<T>): Option<T> {
  return about;
}
