/** What variables of 0.3 say of the streams of Shared Signals, by the names of the streams. */
import { signalKinds } from '../../domain/outbox/signal.ts';
import { subjectFormats } from '../../domain/outbox/signal-stream.ts';
import { receiverName, receiverUrl } from '../things/network-readers.ts';
import { audience, authorization, token } from '../things/stream.ts';
import { distinct, listOf, nameOf, perhapsSecret, severalOf } from '../values/parts.ts';
import { oneOf } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

const name = receiverName;

/** What problems say. They quote no value, because it may be a secret. */
function ofStream(example: string) {
  const expected = `names of streams and values like ${example}, comma-separated`;
  return { expected, isSecret: true } as const;
}

const delivery = thing({
  ...ofStream('okta=push:https://…'),
  forms: ['{name}=push:{push}', '{name}=poll'],
  parts: { name },
  optional: { push: perhapsSecret(receiverUrl) },
});
const audiences = thing({
  ...ofStream('okta=https://example.okta.com'),
  forms: ['{name}={audience}'],
  parts: { name, audience },
});
const events = thing({
  ...ofStream(`okta=${signalKinds[0]}`),
  forms: ['{name}={events}'],
  parts: { name, events: severalOf(oneOf(signalKinds)) },
});
const formats = thing({
  ...ofStream('okta=email'),
  forms: ['{name}={subjectFormat}'],
  parts: { name, subjectFormat: oneOf(subjectFormats) },
});
const tokens = thing({
  ...ofStream('okta=…, with at least 32 characters'),
  forms: ['{name}={tokens}'],
  parts: { name, tokens: severalOf(token) },
});
const headers = thing({
  ...ofStream('okta=Bearer …'),
  forms: ['{name}={authorization}'],
  parts: { name, authorization },
});

/** The first variable says which streams there are. */
export const streamVariables = [
  { name: 'SSF_STREAMS', read: distinct(listOf(delivery), nameOf), secret: true },
  { name: 'SSF_AUDIENCES', read: distinct(listOf(audiences), nameOf) },
  { name: 'SSF_EVENTS', read: listOf(events) },
  { name: 'SSF_SUBJECT_FORMATS', read: distinct(listOf(formats), nameOf) },
  { name: 'SSF_TOKENS', read: listOf(tokens), secret: true },
  { name: 'SSF_PUSH_AUTHORIZATION', read: distinct(listOf(headers), nameOf), secret: true },
] as const;
