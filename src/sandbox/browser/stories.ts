import type { CastName } from '../people/demo-people.ts';

/** The pages of the gateway in front of the sandbox. */
export interface GatewayPages {
  /** `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** The served realms, as AM writes them: `/alpha`. */
  readonly realms: readonly string[];
  /** Whether its ledger is PostgreSQL, which campaigns need. */
  readonly hasCampaigns: boolean;
  /** How an operator calls the program, with the options that find its ledger. */
  readonly operatorCommand: string;
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
  /** What an operator types at the last step, after the name of the program. */
  readonly command?: string;
}

/** The name of a story. */
export type StoryId = (typeof table)[number]['id'];

/** The ticket that the help desk's form accepts in the demo. */
export const demoTicket = 'INC-20461';

const table = [
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
    id: 'lost-answer',
    title: 'An answer that is lost',
    person: 'tom',
    role: 'a user',
    others: [],
    place: '/',
    about:
      'Tom removes his old tablet. AM’s answer is lost, and AM cannot be asked for a while. The gateway does not guess.',
    steps: [
      'Choose “Remove” at “Tom’s old tablet”, and confirm.',
      'Read what may be gone, what was not touched, and what to do.',
      'Choose “Check again”: AM answers after 15 seconds, and then the page knows.',
    ],
  },
  {
    id: 'area',
    title: 'A desk for one office',
    person: 'nora',
    role: 'help desk of the north',
    others: ['bob', 'carol'],
    place: '/help-desk',
    about:
      'Nora helps the people of the north office, and no one else. Bob and Carol work there. Alice and Peter do not.',
    steps: [
      'Search for “bob”, and open him: the page names his area.',
      'Search for “alice”: the page says that Nora finds only people of her area.',
      'Open “History”: it has the change for Carol, and not the one for Peter.',
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
    id: 'agent',
    title: 'A program that asks',
    person: 'hugo',
    role: 'help desk',
    others: ['helen', 'alice'],
    place: '/approvals',
    about:
      'Helen has called Alice back, and left the rest to a program. It looked at Alice’s devices, and asks to remove one. It can change nothing itself.',
    steps: [
      'Open the request for alice: it names Helen and her program.',
      'Read what it asks for, and why.',
      'Approve it: only now the device is removed.',
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
      'Lift the level as an operator, with this command in a second terminal:',
    ],
    command: "threat set alpha normal --reason 'The calls have ended'",
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
] as const satisfies readonly Story[];

/** The things to try, in the order of the start page. */
export const stories: readonly (Story & { readonly id: StoryId })[] = table;
