import { castOf, type CastMember, type CastName } from '../people/demo-people.ts';
import { stories, type GatewayPages } from './stories.ts';

/** Where each user starts who signs in without a story. */
const places: Readonly<Record<CastName, string>> = {
  alice: '/',
  bob: '/',
  carol: '/',
  dave: '/',
  helen: '/help-desk',
  oscar: '/help-desk',
  peter: '/',
  mallory: '/',
  hugo: '/help-desk',
  ada: '/help-desk',
  vera: '/',
  rita: '/insights',
  bella: '/',
  hektor: '/help-desk',
  amadmin: '/help-desk',
  nora: '/help-desk',
  tom: '/',
};

/**
 * Returns the address where a user starts: in the first story of their own, or on the page for
 * their role. Null without pages, and in a realm that they do not serve.
 */
export function startOf({ name, realm }: CastMember, pages: GatewayPages | null): string | null {
  // The super user is of the root, and acts in every realm.
  if (pages === null || ![...pages.realms, '/'].includes(realm)) return null;
  const place = stories.find(({ person }) => person === name)?.place ?? places[name];
  return `${pages.origin}${place}`;
}

/** All users, those of the stories first, in the order of the stories. */
export function castByStory({ isDemo }: { readonly isDemo: boolean }): readonly CastMember[] {
  const inStories: readonly CastName[] = stories.flatMap(({ person, others }) => [
    person,
    ...others,
  ]);
  const rank = ({ name }: CastMember): number =>
    inStories.includes(name) ? inStories.indexOf(name) : inStories.length;
  return castOf({ isDemo }).toSorted((one, other) => rank(one) - rank(other));
}
