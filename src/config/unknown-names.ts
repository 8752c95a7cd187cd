import { distance } from 'fastest-levenshtein';
import { optionsByName } from './options.ts';
import type { Environment } from './source/given.ts';

/** The maximum edit distance of a typo. */
const maxDistance = 2;

/** Prefixes that only this gateway uses. */
const ours = /^(?:AM_|OIDC_|PAGES_|LIMIT_|HELP_DESK_|TRUSTED_DOCUMENTS)/;

/** Variables that Kubernetes adds for a service named `am`. */
const ofKubernetes = /_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT(?:_\d+_.*)?)$/;

/** A name, and its letters in order. */
interface Spelling {
  readonly name: string;
  readonly letters: string;
}

const isVariable = (name: string): boolean => optionsByName.get(name)?.isList !== true;
/** The options, also the lists that only the file has. */
const ofOptions = [...optionsByName.keys()].map(spelling);
const all = [...ofOptions, ...ofOptions.map(({ name }) => spelling(`${name}_FILE`))];
const known: ReadonlySet<string> = new Set(
  [...optionsByName.keys()].filter(isVariable).flatMap((name) => [name, `${name}_FILE`]),
);

/** Returns a warning for each environment variable that looks like a mistyped option. */
export function unknownNames(environment: Environment): string[] {
  return Object.keys(environment)
    .filter((name) => !known.has(name) && /^[A-Z][A-Z0-9_]{3,}$/.test(name))
    .flatMap((name) => {
      const { nearest, edits } = nearestTo(spelling(name));
      const isTypo = name.length > 4 && edits <= maxDistance;
      if (!isTypo && (!ours.test(name) || ofKubernetes.test(name))) return [];
      const { isList, file } = optionsByName.get(nearest) ?? {};
      return isList === true
        ? [`${name} is not a variable. In CONFIG_FILE this list is ${file}.`]
        : [`${name} is not an option. Did you mean ${nearest}?`];
    });
}

/** Returns the option with the fewest edits; the first of several. */
function nearestTo(wrong: Spelling): { readonly nearest: string; readonly edits: number } {
  const names = wrong.name.endsWith('_FILE') ? all : ofOptions;
  return names.reduce(
    (best, right) => {
      const edits = apart(right, wrong);
      return edits < best.edits ? { nearest: right.name, edits } : best;
    },
    { nearest: '', edits: Infinity },
  );
}

/** Returns the edit distance of two names; 0 if they differ only in the order of letters. */
function apart(one: Spelling, other: Spelling): number {
  return one.letters === other.letters ? 0 : distance(one.name, other.name);
}

function spelling(name: string): Spelling {
  return { name, letters: name.split('').toSorted().join('') };
}
