import type { LiveValue } from './live-value.ts';

/** Returns the value of an option; throws `InvalidValue` if the text is invalid. */
export type Reader<T> = (text: string) => T;

/** The documentation of an option, and how its value is handled. */
interface OptionDetails {
  readonly meaning: string;
  /** The unit of a number. */
  readonly unit?: string;
  /** The text that is read if the option is absent. */
  readonly default?: string;
  /** What an absent option means, if there is no default. */
  readonly absent?: string;
  /** Whether problems, logs and reports must not quote the value. */
  readonly secret?: true;
  /** Whether SIGHUP replaces the value. Such an option has no default. */
  readonly live?: true;
}

/** An option: the environment variable, its reader and its documentation. */
export interface Option extends OptionDetails {
  readonly name: string;
  readonly read: Reader<unknown>;
}

/** Declares an option. Rejects unknown details at compile time. */
export function option<V, const D extends OptionDetails>(
  name: string,
  read: Reader<V>,
  details: D & Readonly<Record<Exclude<keyof D, keyof OptionDetails>, never>>,
) {
  return { name, read, ...details };
}

/** Options by their place in the configuration. */
export interface OptionTree {
  readonly [place: string]: Option | OptionTree;
}

/** The values of an option tree. An option without a default is undefined if it is absent. */
export type Values<T> = T extends { readonly read: Reader<infer V> }
  ? Value<T, V>
  : { readonly [Place in keyof T]: Values<T[Place]> };

type Value<T, V> = T extends { readonly live: true }
  ? LiveValue<V> | undefined
  : T extends { readonly default: string }
    ? V
    : V | undefined;

/** Whether an entry of an option tree is an option. */
export function isOption(entry: Option | OptionTree): entry is Option {
  return typeof entry['read'] === 'function';
}

/** Returns every option of a tree, in its order. */
export function optionsIn(tree: OptionTree): Option[] {
  return Object.values(tree).flatMap((entry) => (isOption(entry) ? [entry] : optionsIn(entry)));
}
