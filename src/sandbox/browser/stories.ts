import { cast, type CastMember, type CastName } from '../people/demo-people.ts';

/** The pages of the gateway in front of the sandbox. */
export interface GatewayPages {
  /** `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** The served realms, as AM writes them: `/alpha`. */
  readonly realms: readonly string[];
  /** Whether its ledger is PostgreSQL, which campaigns need. */
  readonly hasCampaigns: boolean;
}

/** One thing to try on the gateway's pages. */
export interface Story {
  /** The part of the start page, as in `/sandbox/start#lost-phone`. */
  readonly id: string;
  readonly title: string;
  /** Who tries it. */
  readonly person: CastName;
  readonly role: string;
  /** Who else is in it. */
  readonly others: readonly CastName[];
  /** Where on the gateway's pages it starts. */
  readonly place: string;
  /** Whether the gateway needs PostgreSQL for it. Default: no. */
  readonly needsPostgres?: true;
  readonly about: string;
  readonly steps: readonly string[];
}

/** The ticket that the help desk's form accepts in the demo. */
export const demoTicket = 'INC-20461';

/** The things to try, in the order of the start page. */
export const stories: readonly Story[] = [
  {
    id: 'lost-phone',
    title: 'A lost phone',
    person: 'bob',
    role: 'a user',
    others: [],
    place: '/',
    about:
      'Bob has lost his old phone. He signs in with a code of his new one, and removes the old one himself.',
    steps: [
      'Choose “Remove” at “Bob’s old phone”.',
      'Read what goes and what stays, and confirm.',
      'The page reads the list again, and shows a reference number.',
    ],
  },
  {
    id: 'caller',
    title: 'A caller at the desk',
    person: 'helen',
    role: 'help desk',
    others: ['bob'],
    place: `/help-desk/?person=bob&ticket=${demoTicket}`,
    about: 'Bob calls, because he cannot approve sign-ins any more. Helen helps him.',
    steps: [
      'Tick “Bob’s push phone”.',
      'Say how you verified him, and give a reason.',
      'Read what will happen, remove the device, and tell the caller.',
    ],
  },
  {
    id: 'second-person',
    title: 'A change that needs a second person',
    person: 'ada',
    role: 'administrator',
    others: ['vera', 'oscar'],
    place: '/approvals',
    about:
      'Oscar wants to remove the codes of Vera, an executive. Nothing happens until Ada agrees.',
    steps: [
      'Open the request that waits for you.',
      'Read who asks for what, and why.',
      'Approve it, or reject it with a note.',
    ],
  },
  {
    id: 'report',
    title: 'A report',
    person: 'hugo',
    role: 'help desk',
    others: ['peter'],
    place: '/history',
    about:
      'Helen removed Peter’s codes. Peter says that he never called, so a colleague looks into it.',
    steps: [
      'Find the change under “Reported by users”.',
      'Take the report: colleagues then see who handles it.',
    ],
  },
  {
    id: 'bad-day',
    title: 'A bad day',
    person: 'oscar',
    role: 'administrator',
    others: [],
    place: '/threat-level',
    about: 'Attackers call the help desk. Oscar slows down all changes, or stops them.',
    steps: [
      'Choose “Guarded”, “Locked” or “Frozen”, give a reason, and read who can lift the level.',
      'Every page now says what that means: sign in as bob or helen.',
      'The page names the command that lifts it. In this demo, press “Start over” below.',
    ],
  },
  {
    id: 'campaign',
    title: 'A campaign',
    person: 'ada',
    role: 'administrator',
    others: ['oscar'],
    place: '/campaigns',
    needsPostgres: true,
    about:
      'The devices of thousands of people have to go: in order, at a pace, with a way to stop.',
    steps: [
      'Open the campaign that Oscar has created.',
      'Read what its dry run found, and start it.',
      'Follow it, pause it, and save its results.',
    ],
  },
];

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
export function castByStory(): readonly CastMember[] {
  const inStories = stories.flatMap(({ person, others }) => [person, ...others]);
  const rank = ({ name }: CastMember): number =>
    inStories.includes(name) ? inStories.indexOf(name) : inStories.length;
  return cast.toSorted((one, other) => rank(one) - rank(other));
}
