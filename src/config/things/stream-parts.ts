/** What options say of the streams of Shared Signals, by the names of the streams. */
import { signalKinds } from '../../domain/outbox/signal.ts';
import { subjectFormats } from '../../domain/outbox/signal-stream.ts';
import { receiverName, receiverUrl } from './network-readers.ts';
import { perhapsSecret, severalOf } from '../values/parts.ts';
import { oneOf, secretLike, textLike } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

/** What problems say. They quote no value, because it may be a secret. */
function ofStream(example: string) {
  const expected = `names of streams and values like ${example}, comma-separated`;
  return { expected, isSecret: true } as const;
}

/** Where events are pushed to; null for a stream whose receiver polls. */
export const delivery = thing(
  {
    ...ofStream('okta=push:https://…'),
    forms: ['{name}=push:{push}', '{name}=poll'],
    parts: { name: receiverName },
    optional: { push: perhapsSecret(receiverUrl) },
  },
  ({ name, push = null }) => ({ name, push }),
);

export const audience = thing({
  ...ofStream('okta=https://example.okta.com'),
  forms: ['{name}={audience}'],
  parts: {
    name: receiverName,
    audience: textLike(/^\S{1,512}$/, '1 to 512 characters, no blanks'),
  },
});

export const kind = thing({
  ...ofStream(`okta=${signalKinds[0]}`),
  forms: ['{name}={events}'],
  parts: { name: receiverName, events: severalOf(oneOf(signalKinds)) },
});

export const subjectFormat = thing({
  ...ofStream('okta=email'),
  forms: ['{name}={subjectFormat}'],
  parts: { name: receiverName, subjectFormat: oneOf(subjectFormats) },
});

/** What a receiver sends as `Authorization: Bearer …` (RFC 6750 §2.1). */
export const token = thing({
  ...ofStream('okta=…, with at least 32 characters'),
  forms: ['{name}={tokens}'],
  parts: {
    name: receiverName,
    tokens: severalOf(secretLike(/^[\w.~+/-]{32,512}=*$/, 'a token of at least 32 characters')),
  },
});

export const authorization = thing({
  ...ofStream('okta=Bearer …'),
  forms: ['{name}={authorization}'],
  parts: {
    name: receiverName,
    authorization: secretLike(/^[\w-]+ [\x21-\x7e]{1,4096}$/, 'a header like Bearer …'),
  },
});
