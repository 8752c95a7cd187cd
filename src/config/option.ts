import type { Reader } from './readers.ts';

/** One option: what a user types, and everything that the documentation says of it. */
export interface Option {
  readonly read: Reader<unknown>;
  readonly meaning: string;
  /** What the value is counted in, where it is a number. */
  readonly unit?: string;
  /** The text that stands for an absent value. */
  readonly default?: string;
  /** What absence means, where there is no default. */
  readonly absent?: string;
  readonly secret?: true;
}

/** Options of one section of the documentation, by the names that users type. */
export type OptionGroup = Readonly<Record<string, Option>>;
