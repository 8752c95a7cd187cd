import { channelKinds, type KindFor } from '../../domain/outbox/outbox.ts';
import { described, nonEmptyListOf } from '../values/parts.ts';
import { oneOf, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

/**
 * By which word each kind of event of mail to teams is chosen. Its channel has the word, too:
 * `mail:reports`. A kind without a word, which no team could choose, does not compile.
 */
export const wordsOfTeams = {
  security: 'security',
  report: 'reports',
  approval: 'approvals',
} as const satisfies WordsOfTeams;
export type WordsOfTeams = Readonly<Record<KindFor<'team'>, string>>;

/** A plain mail address of a team. */
const teamAddress = textLike(
  /^(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/,
  'a mail address like soc@example.com',
);

/** An address that gets mail about events. */
export const teamMail = thing(
  {
    parts: {
      to: described('The address.', teamAddress),
      events: described(
        'What the address gets mail about: `security` is security events, at most ten of a type in an hour. `reports` is users who do not recognise a change, and `approvals` is changes that wait for a second person.',
        nonEmptyListOf(oneOf(channelKinds.team.map((kind) => wordsOfTeams[kind]))),
      ),
    },
  },
  ({ to, events }) => ({
    to,
    kinds: channelKinds.team.filter((kind) => events.includes(wordsOfTeams[kind])),
  }),
);
