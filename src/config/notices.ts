import type { OutboxEventKind } from '../domain/outbox.ts';
import { auditTarget } from './audit-log.ts';
import { isLoopback } from './network-readers.ts';
import { option, type OptionTree, type Reader, type Values } from './option.ts';
import { InvalidValue } from './problem.ts';
import { listOf, oneOf } from './readers.ts';

/** A webhook's name and address. */
export interface Receiver {
  readonly name: string;
  readonly url: URL;
}

/** The address may hold a secret, so problems do not quote it. */
const receiver: Reader<Receiver> = (value) => {
  const [, name = '', address = ''] = /^([a-z0-9-]{1,32})=(\S+)$/.exec(value) ?? [];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isGood = url !== undefined && /^https?:$/.test(url.protocol) && url.hash === '';
  if (isGood && url.username + url.password === '') return { name, url };
  throw new InvalidValue(
    'expected names and addresses like siem=https://events.example.com/hook, comma-separated',
  );
};

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const signingKey: Reader<{ readonly name: string; readonly key: string }> = (value) => {
  const [, name = '', key = ''] =
    /^([a-z0-9-]{1,32})=whsec_([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  const { length } = Buffer.from(key, 'base64');
  if (length >= 24 && length <= 64) return { name, key };
  throw new InvalidValue(
    'expected the name of a webhook and a secret of 24 to 64 bytes like siem=whsec_…, comma-separated',
  );
};

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
const chosenEvents: Reader<{
  readonly name: string;
  readonly kinds: readonly OutboxEventKind[];
}> = (value) => {
  const [, name = '', choices = ''] = /^([a-z0-9-]{1,32})=([a-z+]+)$/.exec(value) ?? [];
  const chosen = choices.split('+').map((one) => choiceNames.find((known) => known === one));
  if (chosen.every((one) => one !== undefined))
    return { name, kinds: [...new Set(chosen.flatMap((one) => eventChoices[one]))] };
  throw new InvalidValue(
    `expected the name of a webhook and ${choiceNames.join(' or ')} like siem=changes+security, comma-separated, got "${value}"`,
  );
};

/** The options of reports about changes. */
export const noticeOptions = {
  auditLog: option('AUDIT_LOG', auditTarget, {
    absent: 'records are only in the ledger',
    meaning:
      'Where each record of the ledger also goes, as a line of OCSF: `stdout`, `file:/var/log/changes.jsonl` or `syslog+tls://host:6514`. The parameters `ca`, `cert` and `key` are paths of PEM files. `syslog+tcp` is for loopback. Needs the ledger.',
  }),
  webhooks: option('WEBHOOKS', listOf(receiver), {
    absent: 'no system is notified of changes',
    meaning:
      'Systems that receive each change as a signed message (Standard Webhooks): names and addresses, comma-separated, like `siem=https://events.example.com/hook`. Needs the ledger.',
    secret: true,
  }),
  webhookSecrets: option('WEBHOOK_SECRETS', listOf(signingKey), {
    absent: 'no webhook can be used',
    meaning:
      'The secret of each webhook: `siem=whsec_…`, comma-separated. Several of one name sign together, so that a receiver can replace its secret.',
    secret: true,
    live: true,
  }),
  webhookFormat: option('WEBHOOK_FORMAT', oneOf(['standard', 'cloudevents']), {
    default: 'standard',
    meaning: 'The body of a message: `standard`, or `cloudevents` (CloudEvents 1.0, structured).',
  }),
  webhookEvents: option('WEBHOOK_EVENTS', listOf(chosenEvents), {
    absent: 'each webhook gets changes',
    meaning:
      'What a webhook gets, comma-separated: `changes`, `approvals`, `security`, or several, like `siem=changes+security`. `changes` has requested changes, too; `approvals` has nothing else. `security` has security events, at most ten of a type in an hour. `changes` and `security` include reports of users who do not recognise a change.',
  }),
  privateTargets: option('WEBHOOK_PRIVATE_TARGETS', oneOf(['refuse', 'allow']), {
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
  { isRecorded, production, problems }: NoticesContext,
) {
  const names = webhooks.map(({ name }) => name);
  const keysOf = (name: string): Buffer[] =>
    (webhookSecrets?.current ?? [])
      .filter((secret) => secret.name === name)
      .map(({ key }) => Buffer.from(key, 'base64'));
  if (names.length > 0 && !isRecorded)
    problems.push('WEBHOOKS: LEDGER=off records no change to report');
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name))
      problems.push(`WEBHOOKS: "${name}" is given twice`);
    if (keysOf(name).length === 0) problems.push(`WEBHOOK_SECRETS: "${name}" has no secret`);
  }
  for (const { name } of webhookSecrets?.current ?? [])
    if (!names.includes(name))
      problems.push(`WEBHOOKS: "${name}" is missing; WEBHOOK_SECRETS has a secret for it`);
  const chosenNames = webhookEvents.map(({ name }) => name);
  for (const name of new Set(chosenNames)) {
    if (!names.includes(name)) problems.push(`WEBHOOK_EVENTS: there is no webhook "${name}"`);
    if (chosenNames.indexOf(name) !== chosenNames.lastIndexOf(name))
      problems.push(`WEBHOOK_EVENTS: "${name}" is given twice`);
  }
  const allowsPrivate = privateTargets === 'allow';
  for (const { name, url } of webhooks) {
    const isLocal = allowsPrivate && isLoopback(url.hostname);
    if (production && url.protocol === 'http:' && !isLocal)
      problems.push(
        `WEBHOOKS: plain http of "${name}" is refused with NODE_ENV=production; names of people would travel in the clear`,
      );
  }
  return webhooks.map(({ name, url }) => ({
    name,
    url,
    format,
    allowsPrivate,
    keys: () => keysOf(name),
    kinds: webhookEvents.find((one) => one.name === name)?.kinds ?? eventChoices.changes,
  }));
}

interface NoticesContext {
  readonly isRecorded: boolean;
  readonly production: boolean;
  readonly problems: string[];
}
