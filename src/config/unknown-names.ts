import { distance } from 'fastest-levenshtein';
import { optionsByName } from './options.ts';
import type { Environment } from './source/source.ts';

/** The maximum edit distance of a typo. */
const maxDistance = 2;

/** Prefixes that only this gateway uses. */
const ours = /^(?:AM_|OIDC_|PAGES_|LIMIT_|HELP_DESK_|TRUSTED_DOCUMENTS)/;

/** Variables that Kubernetes adds for a service named `am`. */
const ofKubernetes = /_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT(?:_\d+_.*)?)$/;

/** Returns a warning for each environment variable that looks like a mistyped option. */
export function unknownNames(environment: Environment): string[] {
  const ofOptions = [...optionsByName.keys()];
  const all = [...ofOptions, ...ofOptions.map((name) => `${name}_FILE`)];
  return Object.keys(environment)
    .filter((name) => !all.includes(name) && /^[A-Z][A-Z0-9_]{3,}$/.test(name))
    .flatMap((name) => {
      const names = name.endsWith('_FILE') ? all : ofOptions;
      const nearest = names.toSorted((a, b) => apart(a, name) - apart(b, name))[0] ?? '';
      const isTypo = name.length > 4 && apart(nearest, name) <= maxDistance;
      if (!isTypo && (!ours.test(name) || ofKubernetes.test(name))) return [];
      return [`${name} is not an option. Did you mean ${nearest}?`];
    });
}

/** Returns the edit distance of two names; 0 if they differ only in the order of letters. */
function apart(one: string, other: string): number {
  return lettersOf(one) === lettersOf(other) ? 0 : distance(one, other);
}

function lettersOf(name: string): string {
  return name.split('').toSorted().join('');
}
