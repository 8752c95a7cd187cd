import { auditTarget } from '../things/audit-log.ts';
import { plainReceivers, type SectionContext } from '../things/section-context.ts';
import { webhook } from '../things/webhook.ts';
import { option, type OptionTree, type Values } from '../values/option.ts';
import { distinct, listOf, nameOf } from '../values/parts.ts';
import { oneOf } from '../values/readers.ts';

/** The options of reports about changes. */
export const noticeOptions = {
  auditLog: option('AUDIT_LOG', auditTarget, {
    absent: 'records are only in the ledger',
    meaning:
      'Where each record of the ledger also goes, as a line of OCSF: `stdout`, or a file like `file:/var/log/changes.jsonl`.',
  }),
  webhooks: option('WEBHOOKS', distinct(listOf(webhook), nameOf), {
    absent: 'no system is notified of changes',
    isList: true,
    file: 'webhooks',
    meaning:
      'Systems that receive each change as a signed message (Standard Webhooks), each with a name.',
    secret: true,
    live: ['secrets'],
  }),
  webhookFormat: option('WEBHOOK_FORMAT', oneOf(['standard', 'cloudevents']), {
    idleWithout: 'WEBHOOKS',
    default: 'standard',
    meaning: 'The body of a message: `standard`, or `cloudevents` (CloudEvents 1.0, structured).',
  }),
  privateTargets: option('WEBHOOK_PRIVATE_TARGETS', oneOf(['refuse', 'allow']), {
    idleWithout: 'WEBHOOKS|SSF_STREAMS|IDENTITY_VENDORS',
    default: 'refuse',
    meaning:
      'Whether webhooks and vendors may have private, link-local or loopback addresses. With `refuse` a name is resolved once, and only a public address is connected to.',
  }),
} satisfies OptionTree;

/** Returns where changes are reported. */
export function noticesConfig(
  { webhooks, webhookFormat: format, privateTargets }: Values<typeof noticeOptions>,
  { production, problems }: SectionContext,
) {
  const listed = webhooks?.current ?? [];
  const allowsPrivate = privateTargets === 'allow';
  problems.push(...plainReceivers('WEBHOOKS', listed, { production, allowsPrivate }));
  return listed.map(({ secrets: _secrets, ...given }, index) => ({
    ...given,
    format,
    allowsPrivate,
    keys: () => webhooks?.current[index]?.secrets ?? [],
  }));
}
