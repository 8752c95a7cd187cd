/** What variables of 0.3 say of webhooks, by their names. Problems quote no address and secret. */
import { chosenEvents, signingSecret } from '../things/webhook.ts';
import { receiverName, receiverUrl } from '../things/network-readers.ts';
import {
  distinct,
  listOf,
  nameOf,
  nonEmptyListOf,
  perhapsSecret,
  severalOf,
} from '../values/parts.ts';
import { oneOf } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

const address = thing({
  forms: ['{name}={url}'],
  parts: { name: receiverName, url: perhapsSecret(receiverUrl) },
  expected: 'names and addresses like siem=https://events.example.com/hook, comma-separated',
  isSecret: true,
});

const secrets = thing({
  forms: ['{name}={secrets}'],
  parts: { name: receiverName, secrets: severalOf(signingSecret) },
  expected:
    'the name of a webhook and a secret of 24 to 64 bytes like siem=whsec_…, comma-separated',
  isSecret: true,
});

const events = thing({
  forms: ['{name}={events}'],
  parts: { name: receiverName, events: nonEmptyListOf(oneOf(chosenEvents), '+') },
  expected: `the name of a webhook and ${chosenEvents.join(' or ')} like siem=changes+security, comma-separated`,
});

/** The first variable says which webhooks there are. */
export const webhookVariables = [
  { name: 'WEBHOOKS', read: distinct(listOf(address), nameOf), secret: true },
  { name: 'WEBHOOK_SECRETS', read: listOf(secrets), secret: true },
  { name: 'WEBHOOK_EVENTS', read: distinct(listOf(events), nameOf) },
] as const;
