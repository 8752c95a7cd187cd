import type { WholePattern } from '../../domain/values/whole-pattern.ts';
import type { LiveValue } from './live-value.ts';
import type { FileReader, Reader, WholeReader } from './reader.ts';

/**
 * What another option must be: `SMTP_URL` is set, `LEDGER=postgres` has a value, `A|B` one of them,
 * `A&B` both.
 */
export type Condition = string;

/**
 * What an option means with others: `A`, or `A if B: why`. Without `if`, it holds whenever the
 * option is set.
 */
export type Rule = string;

/** What an option means with others: start, `check`, messages and the page follow from it. */
export interface Relations {
  /** What to do instead, if the configuration is refused without this option. */
  readonly required?: string;
  /** Without it the configuration is refused. */
  readonly needs?: readonly Rule[];
  /** With it the configuration is refused. */
  readonly excludes?: readonly Rule[];
  /** Without it there is a warning. */
  readonly idleWithout?: Condition;
  /** Options that must have other values, and why. */
  readonly differsFrom?: Readonly<Record<string, string>>;
  /** The list that has the names in this option: by their key, or every `realm`. */
  readonly refersTo?: { readonly list: string; readonly key: 'name' | 'realm' };
  /** What plain http in production risks, but to this machine if it `isCalled`. */
  readonly plainHttp?: { readonly risk: string; readonly isCalled?: true };
}

/** The documentation of an option, and how its value is handled. */
interface OptionDetails extends Relations {
  readonly meaning: string;
  /** The unit of a number. */
  readonly unit?: string;
  /** The text that is read if the option is absent. */
  readonly default?: string;
  /** The same if it follows from other options. */
  readonly presumed?: (
    is: (condition: Condition) => boolean,
    textOf: (name: string) => string,
  ) => string;
  /** What an absent option means, if there is no default. */
  readonly absent?: string;
  /** Whether problems, logs and reports must not quote the value. */
  readonly secret?: true;
  /** Whether SIGHUP replaces the value, or these parts of its things. It has no default. */
  readonly live?: true | readonly string[];
  /**
   * The place in the configuration file, by keys: `gateway.port`.
   */
  readonly file?: string;
  /** Whether it is a list that only the file has. */
  readonly isList?: true;
  /** The place of a list in the file for whose items it stands. Only a variable can set it. */
  readonly partOf?: string;
  /** Whether only a variable can set it, because it says how the file is read. */
  readonly isVariable?: true;
}

/**
 * An option: the environment variable, its reader and its documentation. Rules name a list like a
 * variable; problems show its place in the file.
 */
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

type Value<T, V> = T extends { readonly live: true | readonly string[] }
  ? LiveValue<V> | undefined
  : T extends
        | { readonly default: string }
        | { readonly presumed: unknown }
        | { readonly required: string }
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
