import type { WholePattern } from '../../domain/values/whole-pattern.ts';
import type { LiveValue } from './live-value.ts';
import type { FileReader, Reader, WholeReader } from './reader.ts';

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
  /**
   * The place in the configuration file, by keys: `roles.helpDesk.groups`. Options with the same
   * place share the things of one list, which the first part names.
   */
  readonly file?: string;
  /** Whether only a variable can set it, because it says how the file is read. */
  readonly isVariable?: true;
}

/** An option: the environment variable, its reader and its documentation. */
export interface Option extends OptionDetails {
  readonly name: string;
  /** Whether its place in the file is that of the tree (`withPlaces`). */
  readonly isPlain?: true;
  readonly read: Reader<unknown>;
}

/** A value without parts. */
type Plain = string | number | boolean | null | undefined | URL | WholePattern;

/** Rejects unknown details at compile time. */
type Exactly<D> = D & Readonly<Record<Exclude<keyof D, keyof OptionDetails>, never>>;

/**
 * Declares an option. An option whose value has parts declares them and their place in the
 * configuration file, unless its text is one thing.
 */
export function option<V, const D extends OptionDetails & { readonly file?: never }>(
  name: string,
  read: WholeReader<V>,
  details: Exactly<D>,
): { readonly name: string; readonly read: Reader<V> } & D;
export function option<V, const D extends OptionDetails & { readonly file: string }>(
  name: string,
  read: FileReader<V>,
  details: Exactly<D>,
): { readonly name: string; readonly read: FileReader<V> } & D;
export function option<
  V extends Plain | readonly Plain[],
  const D extends OptionDetails & { readonly file?: never },
>(
  name: string,
  read: Reader<V>,
  details: Exactly<D>,
): { readonly name: string; readonly read: Reader<V> } & D;
export function option(name: string, read: Reader<unknown>, details: OptionDetails) {
  return { name, read, ...details };
}

/** Options by their place in the configuration. */
export interface OptionTree {
  readonly [place: string]: Option | OptionTree;
}

/** The values of an option tree. An option without a default is undefined if it is absent. */
export type Values<T> = T extends { readonly read: (text: string) => infer V }
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
