import { isOption, type Option, type OptionTree } from './option.ts';
import { isFileReader, scalar, secret } from './parts.ts';

/** The keys of sections in the configuration file, if they differ from those of the tree. */
const shortened = { 'notices.mail': 'mail', sharedSignals: 'signals' } as const;

/**
 * Gives each option a place in the configuration file: its place in the tree, unless it names one.
 * A secret is a reference there.
 */
export function withPlaces<const T extends OptionTree>(tree: T): T;
export function withPlaces(tree: OptionTree): OptionTree {
  return placesBelow(tree, []);
}

function placesBelow(tree: OptionTree, above: readonly string[]): OptionTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, entry]) => {
      const path = [...above, key];
      return [key, isOption(entry) ? placed(entry, path) : placesBelow(entry, path)];
    }),
  );
}

function placed(option: Option, path: readonly string[]): Option {
  const { read, file = option.partOf } = option;
  if (file !== undefined || option.isVariable === true) return option;
  const place = path.join('.');
  const [tree = '', key = ''] =
    Object.entries(shortened).find(([from]) => place.startsWith(`${from}.`)) ?? [];
  // A number needs no quotes, whatever the reader does with its text.
  const ofText = isFileReader(read) ? read : scalar(read, { type: ['string', 'integer'] });
  return {
    ...option,
    file: `${key}${place.slice(tree.length)}`,
    isPlain: true,
    read: option.secret === true ? secret(read) : ofText,
  };
}
