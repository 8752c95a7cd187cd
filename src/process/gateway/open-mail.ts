import { Deadline, type OpenAm } from '../../am/index.ts';
import { teamsOf } from '../../config/channels.ts';
import type { MailConfig } from '../../config/sections/mail.ts';
import type { Approvals } from '../../domain/change/approval.ts';
import type { RecordedChange, RecordedNames } from '../../domain/change/change-record.ts';
import type { Contact, ContactAttributes } from '../../domain/people/contact.ts';
import { Failure } from '../../domain/values/failure.ts';
import type { Holds } from '../../domain/enrolment/holds.ts';
import type { Realms } from '../../domain/people/realm.ts';
import { MailChannel } from '../../notices/mail/mail-channel.ts';
import { MailSender } from '../../notices/mail/mail-sender.ts';
import { findRecipients } from '../../notices/mail/recipients.ts';
import { TeamMailChannel } from '../../notices/mail/team-mail-channel.ts';
import type { Channel } from '../../notices/channel.ts';

/** How long AM may take for the addresses of one message, in milliseconds. */
const readMs = 10_000;

/** What mail needs besides its configuration. */
export interface MailParts {
  readonly am: Pick<OpenAm, 'service' | 'userIds'>;
  readonly realms: Realms;
  /** Where people see their changes if no public address is configured; undefined in production. */
  readonly pageUrl: string | undefined;
  /** Whether a requested change is still news for a team. */
  readonly approvals: Pick<Approvals, 'isNews'>;
  /** The holds of changes: after a reset a new device may need a setup code. */
  readonly holds: Pick<Holds, 'ofChanges'>;
  /** In epoch milliseconds. */
  readonly now: () => number;
}

/** Where contacts are read. */
export type ContactSources = Pick<MailParts, 'am' | 'realms'>;

/** Creates the channels of mail: to people, and to teams. */
export function openMail(
  config: MailConfig,
  { am, realms, pageUrl, approvals, holds, now }: MailParts,
): Channel[] {
  const { languages } = config;
  const [language = 'en'] = languages;
  const sender = new MailSender(config);
  const settings = { ...config, pageUrl: config.pageUrl ?? pageUrl };
  const people = new MailChannel({
    sender,
    settings,
    holds,
    now,
    recipientsOf: async ({ intent }) => {
      const readContact = contactReader(config, { am, realms }, intent);
      return findRecipients(intent.target, { readContact, languages });
    },
  });
  const teams = teamsOf(config).map(
    ({ name, addresses }) =>
      new TeamMailChannel({ name, addresses, language, sender, settings, approvals }),
  );
  return [people, ...teams];
}

/** Reads contacts with the service credential, within one deadline. */
export function contactReader(
  attributes: ContactAttributes,
  { am, realms }: ContactSources,
  { correlationId }: RecordedChange['intent'],
): (person: Pick<RecordedNames, 'realm' | 'id'>) => Promise<Contact | null> {
  // AM's own log then shows for which change it was read.
  const service = am.service(correlationId, new Deadline(performance.now() + readMs));
  return async ({ realm: name, id }) => {
    const realm = realms.byName(name);
    if (realm === undefined || !am.userIds.accepts(id)) return null;
    if (service === null)
      throw new Failure('SERVICE_CREDENTIAL_MISSING', 'Addresses cannot be read.');
    return service.people.contact({ realm, id }, attributes);
  };
}
