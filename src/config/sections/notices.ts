import type { OutboxEventKind } from '../../domain/outbox/outbox.ts';
import { auditTarget } from '../things/audit-log.ts';
import { plainReceivers, type SectionContext } from '../things/section-context.ts';
import { receiverName, receiverUrl } from '../things/network-readers.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import {
  distinct,
  listOf,
  nameOf,
  nonEmptyListOf,
  perhapsSecret,
  secret,
  severalOf,
} from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { oneOf } from '../values/readers.ts';
import { thing } from '../values/thing.ts';

/** The address may contain a secret, so problems do not quote it. */
const receiver = thing({
  forms: ['{name}={url}'],
  parts: { name: receiverName, url: perhapsSecret(receiverUrl) },
  expected: 'names and addresses like siem=https://events.example.com/hook, comma-separated',
  isSecret: true,
});

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const signingKey = thing({
  forms: ['{name}={secrets}'],
  parts: {
    name: receiverName,
    secrets: severalOf(
      secret((value) => {
        const [, key = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
        const bytes = Buffer.from(key, 'base64');
        if (bytes.length >= 24 && bytes.length <= 64) return bytes;
        throw new InvalidValue('expected a secret of 24 to 64 bytes like whsec_…');
      }),
    ),
  },
  expected:
    'the name of a webhook and a secret of 24 to 64 bytes like siem=whsec_…, comma-separated',
  isSecret: true,
});

/** What a receiver can choose, and the kinds of events that it then gets. */
const eventChoices = {
  changes: ['change', 'report', 'approval'],
  approvals: ['approval'],
  security: ['security', 'report'],
} as const satisfies Readonly<Record<string, readonly OutboxEventKind[]>>;

const choiceNames = [
  'changes',
  'approvals',
  'security',
] as const satisfies readonly (keyof typeof eventChoices)[];

/** A webhook's name and what it gets: `siem=changes+security`. */
const chosenEvents = thing(
  {
    forms: ['{name}={events}'],
    parts: { name: receiverName, events: nonEmptyListOf(oneOf(choiceNames), '+') },
    expected: `the name of a webhook and ${choiceNames.join(' or ')} like siem=changes+security, comma-separated`,
  },
  ({ name, events }): { name: string; kinds: readonly OutboxEventKind[] } => ({
    name,
    kinds: [...new Set(events.flatMap((one) => eventChoices[one]))],
  }),
);

/** The options of reports about changes. */
export const noticeOptions = {
  auditLog: option('AUDIT_LOG', auditTarget, {
    absent: 'records are only in the ledger',
    meaning:
      'Where each record of the ledger also goes, as a line of OCSF: `stdout`, or a file like `file:/var/log/changes.jsonl`.',
  }),
  webhooks: option('WEBHOOKS', distinct(listOf(receiver), nameOf), {
    absent: 'no system is notified of changes',
    isList: true,
    file: 'webhooks',
    meaning:
      'Systems that receive each change as a signed message (Standard Webhooks): each with a name and an address, which may be a reference.',
    secret: true,
  }),
  webhookSecrets: option('WEBHOOK_SECRETS', listOf(signingKey), {
    refersTo: { list: 'WEBHOOKS', key: 'name' },
    absent: 'no webhook can be used',
    isList: true,
    file: 'webhooks',
    meaning:
      'The secrets of a webhook (`whsec_…`), as references. Several sign together, so that a receiver can replace its secret.',
    secret: true,
    live: true,
  }),
  webhookFormat: option('WEBHOOK_FORMAT', oneOf(['standard', 'cloudevents']), {
    idleWithout: 'WEBHOOKS',
    default: 'standard',
    meaning: 'The body of a message: `standard`, or `cloudevents` (CloudEvents 1.0, structured).',
  }),
  webhookEvents: option('WEBHOOK_EVENTS', distinct(listOf(chosenEvents), nameOf), {
    refersTo: { list: 'WEBHOOKS', key: 'name' },
    absent: 'each webhook gets changes',
    isList: true,
    file: 'webhooks',
    meaning:
      'What a webhook gets: `changes`, `approvals`, `security`, or several. `changes` has requested changes, too; `approvals` has nothing else. `security` has security events, at most ten of a type in an hour. `changes` and `security` include reports of users who do not recognise a change.',
  }),
  privateTargets: option('WEBHOOK_PRIVATE_TARGETS', oneOf(['refuse', 'allow']), {
    idleWithout: 'WEBHOOKS|SSF_STREAMS',
    default: 'refuse',
    meaning:
      'Whether webhooks may have private, link-local or loopback addresses. With `refuse` a name is resolved once, and only a public address is connected to.',
  }),
} satisfies OptionTree;

/** Returns where changes are reported. */
export function noticesConfig(
  {
    webhooks = [],
    webhookSecrets,
    webhookFormat: format,
    webhookEvents = [],
    privateTargets,
  }: Values<typeof noticeOptions>,
  { production, problems }: SectionContext,
) {
  const names = webhooks.map(({ name }) => name);
  const keysOf = (name: string): Buffer[] =>
    (webhookSecrets?.current ?? [])
      .filter((one) => one.name === name)
      .flatMap(({ secrets }) => secrets);
  for (const name of new Set(names))
    if (keysOf(name).length === 0) problems.push(`WEBHOOK_SECRETS: "${name}" has no secret`);
  const allowsPrivate = privateTargets === 'allow';
  problems.push(...plainReceivers('WEBHOOKS', webhooks, { production, allowsPrivate }));
  return webhooks.map(({ name, url }) => ({
    name,
    url,
    format,
    allowsPrivate,
    keys: () => keysOf(name),
    kinds: webhookEvents.find((one) => one.name === name)?.kinds ?? eventChoices.changes,
  }));
}
