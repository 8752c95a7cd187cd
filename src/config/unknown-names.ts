import { distance } from 'fastest-levenshtein';
import { options } from './options.ts';
import type { Environment } from './source.ts';

/** The most letters by which a mistyped name differs. */
const mostLetters = 2;

/** Names that begin like this belong to nobody else. */
const ours = /^(?:AM_|OIDC_|PAGES_|LIMIT_|HELP_DESK_|TRUSTED_DOCUMENTS)/;

/** What Kubernetes adds for a service that is named `am`. */
const ofKubernetes = /_(?:SERVICE_HOST|SERVICE_PORT(?:_.*)?|PORT(?:_\d+_.*)?)$/;

/** A sentence for every name of the environment that looks like an option and is none. */
export function unknownNames(environment: Environment): string[] {
  const ofOptions = Object.keys(options);
  const ofFiles = ofOptions.map((name) => `${name}_FILE`);
  const all = [...ofOptions, ...ofFiles];
  return Object.keys(environment)
    .filter((name) => !all.includes(name) && /^[A-Z][A-Z0-9_]{3,}$/.test(name))
    .flatMap((name) => {
      const names = name.endsWith('_FILE') ? all : ofOptions;
      const nearest = names.toSorted((a, b) => apart(a, name) - apart(b, name))[0] ?? '';
      const isTypo = name.length > 4 && apart(nearest, name) <= mostLetters;
      if (!isTypo && (!ours.test(name) || ofKubernetes.test(name))) return [];
      return [`${name} is no option. Did you mean ${nearest}?`];
    });
}

/** How many letters two names differ by; none where two letters have changed places. */
function apart(one: string, other: string): number {
  return lettersOf(one) === lettersOf(other) ? 0 : distance(one, other);
}

function lettersOf(name: string): string {
  return name
    .split('')
    .toSorted((a, b) => a.localeCompare(b))
    .join('');
}
