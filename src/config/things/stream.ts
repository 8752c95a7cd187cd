import { signalKinds } from '../../domain/outbox/signal.ts';
import { subjectFormats } from '../../domain/outbox/signal-stream.ts';
import { described, listOf, perhapsSecret } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { oneOf, secretLike, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';
import { receiverName, receiverUrl } from './network-readers.ts';

export const audience = textLike(/^\S{1,512}$/, '1 to 512 characters, no blanks');
/** What a receiver sends as `Authorization: Bearer …` (RFC 6750 §2.1). */
export const token = secretLike(/^[\w.~+/-]{32,512}=*$/, 'a token of at least 32 characters');
export const authorization = secretLike(/^[\w-]+ [\x21-\x7e]{1,4096}$/, 'a header like Bearer …');

/** A stream of Shared Signals. Without `push` its receiver polls. */
export const stream = thing(
  {
    parts: { name: receiverName, audience: described('The audience (`aud`).', audience) },
    optional: {
      push: described(
        'The address of the receiver. Without it the receiver polls.',
        perhapsSecret(receiverUrl),
      ),
      events: described(
        'Restricts the stream to some events. Without it the stream gets all.',
        listOf(oneOf(signalKinds)),
      ),
      subjectFormat: described(
        "How the stream names people: `email` sends the address that AM holds in `NOTIFY_ATTRIBUTES`. The default is `iss_sub`: the issuer and AM's user id.",
        oneOf(subjectFormats),
      ),
      tokens: described(
        'References to the bearer tokens by which the receiver calls the stream endpoints. All are accepted.',
        listOf(token),
      ),
      authorization: described(
        'A reference to the `Authorization` header that a receiver of pushed signals expects (`Bearer …`).',
        authorization,
      ),
    },
  },
  ({ push = null, tokens = [], events = [], subjectFormat = 'iss_sub', ...given }) => {
    if (push === null && tokens.length === 0)
      throw new InvalidValue('no "tokens" and no "push", so its receiver cannot poll');
    const kinds = events.length > 0 ? events : signalKinds;
    return { ...given, push, tokens, kinds, subjectFormat };
  },
);
