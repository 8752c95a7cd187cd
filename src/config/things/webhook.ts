import { channelKinds, type KindFor, type OutboxEventKind } from '../../domain/outbox/outbox.ts';
import { described, listOf, nonEmptyListOf, perhapsSecret, secret } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { oneOf } from '../values/readers.ts';
import { thing } from '../values/thing.ts';
import { receiverName, receiverUrl } from './network-readers.ts';

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export const signingSecret = secret((value) => {
  const [, key = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length >= 24 && bytes.length <= 64) return bytes;
  throw new InvalidValue('expected a secret of 24 to 64 bytes like whsec_…');
});

/** What a receiver can choose. */
export const chosenEvents = ['changes', 'approvals', 'security'] as const;
type ChosenEvents = (typeof chosenEvents)[number];

/**
 * By which words each kind of event that webhooks deliver is chosen. A kind without a word, which
 * no webhook could choose, does not compile.
 */
export type WordsOfKinds = Readonly<
  Record<KindFor<'webhook'>, readonly [ChosenEvents, ...(readonly ChosenEvents[])]>
>;
export const wordsOfKinds: WordsOfKinds = {
  change: ['changes'],
  report: ['changes', 'security'],
  approval: ['changes', 'approvals'],
  security: ['security'],
};

/** A system that gets changes as signed messages. */
export const webhook = thing(
  {
    parts: {
      name: receiverName,
      url: described(
        'The address of the receiver, or a reference to it.',
        perhapsSecret(receiverUrl),
      ),
      secrets: described(
        'References to secrets (`whsec_…`). Several sign together, so that a receiver can replace its secret.',
        nonEmptyListOf(signingSecret),
      ),
    },
    optional: {
      events: described(
        'What the webhook gets: `changes`, `approvals`, `security`, or several; the default is `changes`. `changes` has requested changes, too; `approvals` has nothing else. `security` has security events, at most ten of a type in an hour. `changes` and `security` include reports of users who do not recognise a change.',
        listOf(oneOf(chosenEvents)),
      ),
    },
  },
  ({ events = [], ...given }) => {
    const chosen = events.length > 0 ? events : ['changes' as const];
    const kinds: readonly OutboxEventKind[] = channelKinds.webhook.filter((kind) =>
      wordsOfKinds[kind].some((word) => chosen.includes(word)),
    );
    return { ...given, kinds };
  },
);
