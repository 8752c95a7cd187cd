import type { DeviceKind } from '../devices/device.ts';
import type { ChangeEffect, EffectNews } from '../policy/effects.ts';
import type { SecurityEventType } from './security-event.ts';

/** Who reads a mail: the person whose devices were changed, or their manager. */
export type MailReader = 'person' | 'manager';

type KindKey = `kind.${DeviceKind}`;
type EventKey = `event.${SecurityEventType}`;
type ReportedKey = `reported.${ChangeEffect}`;
type NewsKey = `${EffectNews}.${MailReader}.${'subject' | 'lead'}`;

const ofPerson = { subject: ['devices'], lead: [] } as const;
const ofManager = { subject: ['person', 'devices'], lead: ['person'] } as const;
const signedOut = { person: [], manager: ['person'] } as const;

/** Every text of mail by its key, with the placeholders that it contains. */
export const mailTextKeys = {
  'removed.person.subject': ofPerson.subject,
  'removed.person.lead': ofPerson.lead,
  'removed.manager.subject': ofManager.subject,
  'removed.manager.lead': ofManager.lead,
  'perhapsRemoved.person.subject': ofPerson.subject,
  'perhapsRemoved.person.lead': ofPerson.lead,
  'perhapsRemoved.manager.subject': ofManager.subject,
  'perhapsRemoved.manager.lead': ofManager.lead,
  'renamed.person.subject': ofPerson.subject,
  'renamed.person.lead': ofPerson.lead,
  'renamed.manager.subject': ofManager.subject,
  'renamed.manager.lead': ofManager.lead,
  'perhapsRenamed.person.subject': ofPerson.subject,
  'perhapsRenamed.person.lead': ofPerson.lead,
  'perhapsRenamed.manager.subject': ofManager.subject,
  'perhapsRenamed.manager.lead': ofManager.lead,
  'signedOut.person.subject': signedOut.person,
  'signedOut.person.lead': ofPerson.lead,
  'signedOut.manager.subject': signedOut.manager,
  'signedOut.manager.lead': ofManager.lead,
  'perhapsSignedOut.person.subject': signedOut.person,
  'perhapsSignedOut.person.lead': ofPerson.lead,
  'perhapsSignedOut.manager.subject': signedOut.manager,
  'perhapsSignedOut.manager.lead': ofManager.lead,
  'label.what': [],
  'label.when': [],
  'label.settled': [],
  'label.by': [],
  'label.sessions': [],
  'label.reference': [],
  'result.removed': ['kind', 'devices'],
  'result.removedUnnamed': ['kind'],
  'result.partlyRemoved': ['kind', 'devices'],
  'result.perhapsRemoved': ['kind', 'devices'],
  'result.perhapsRemovedUnnamed': ['kind'],
  'result.notRemoved': ['kind'],
  'result.renamed': ['kind', 'from', 'to'],
  'result.perhapsRenamed': ['kind', 'from', 'to'],
  'kind.OATH': [],
  'kind.PUSH': [],
  'kind.WEB_AUTHN': [],
  'kind.BOUND': [],
  'kind.RECOGNIZE': [],
  'kind.PROFILE': [],
  'kind.TRUSTED': [],
  'device.named': ['device'],
  'device.unnamed': [],
  'by.you': [],
  'by.themselves': [],
  'by.helpDesk': [],
  'by.administrator': [],
  'sessions.ended': [],
  'sessions.failed': [],
  'next.removed': [],
  'next.recognisedRemoved': [],
  'next.perhapsRemoved': [],
  'next.renamed': [],
  'next.perhapsRenamed': [],
  'next.held': [],
  'next.signedOut': [],
  'next.perhapsSignedOut': [],
  'alarm.title': [],
  'alarm.person': ['contact'],
  'alarm.personNoContact': [],
  'alarm.manager': ['person', 'contact'],
  'alarm.managerNoContact': ['person'],
  'alarm.codes': [],
  'alarm.codesWhenCalled': [],
  'alarm.report': [],
  'link.label': [],
  'foot.person': ['organisation'],
  'foot.manager': ['organisation'],
  'security.subject': ['event'],
  'security.lead': [],
  'securitySum.subject': ['event', 'count'],
  'securitySum.lead': [],
  'security.advice': [],
  'security.noChange': [],
  'report.subject': [],
  'report.lead': [],
  'report.advice': [],
  'approval.subject': [],
  'approval.lead': [],
  'approval.advice': [],
  'reported.reset': ['kinds'],
  'reported.remove': ['kinds'],
  'reported.rename': ['kinds'],
  'reported.endSessions': [],
  'label.event': [],
  'label.count': [],
  'label.realm': [],
  'label.request': [],
  'label.reported': [],
  'label.requested': [],
  'label.expires': [],
  'team.title': [],
  'link.history': [],
  'link.request': [],
  'foot.security': ['organisation'],
  'foot.report': ['organisation'],
  'foot.approval': ['organisation'],
  'event.repeated-reset': [],
  'event.many-people': [],
  'event.privileged-person': [],
  'event.outside-working-hours': [],
  'event.limit-overridden': [],
  'event.limit-reached': [],
  'event.proof-failed': [],
  'event.many-refusals': [],
  'event.setup-code-guessed': [],
  'event.threat-level': [],
  'event.chain-broken': [],
  'event.records-left-out': [],
} as const satisfies Readonly<
  Record<KindKey | NewsKey | EventKey | ReportedKey, readonly string[]>
> &
  Readonly<Record<string, readonly string[]>>;

export type MailTextKey = keyof typeof mailTextKeys;

/** The texts of one language. */
export type MailTexts = Readonly<Record<MailTextKey, string>>;

/** The values of a text's placeholders. */
export type MailValues<K extends MailTextKey> = Readonly<
  Record<(typeof mailTextKeys)[K][number], string>
>;

/** The slots of the brand, in HTML only; a layout may have a look of its own. */
export const lookSlots = ['logo', 'accent', 'onAccent'] as const;
export type LookSlot = (typeof lookSlots)[number];

/** The slots of a layout, in HTML and in plain text. */
export const mailSlots = [
  'lang',
  'dir',
  'subject',
  'organisation',
  'lead',
  'facts',
  'next',
  'alarmTitle',
  'alarm',
  'link',
  'foot',
  ...lookSlots,
] as const;
export type MailSlot = (typeof mailSlots)[number];

/** The brand of a deployment, as mail as HTML shows it. */
export interface MailBrand {
  /** The colour of the button, and of the text on it, as `#rrggbb`. */
  readonly accent: string;
  readonly onAccent: string;
  /** A logo that mail programs show, sent with each mail; undefined for the name alone. */
  readonly logo: { readonly type: 'image/png' | 'image/jpeg'; readonly bytes: Buffer } | undefined;
}

/** The texts by language, and the layouts into which they are put. */
export interface MailTemplates {
  readonly texts: ReadonlyMap<string, MailTexts>;
  readonly html: string;
  readonly text: string;
}

/** Matches a placeholder of a text, such as `{person}`. */
export const placeholder = /\{([A-Za-z]+)\}/g;

/** Matches a slot of a layout, such as `{{lead}}`. */
export const slot = /\{\{([A-Za-z]+)\}\}/g;
