import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { MailReader, MailTemplates, MailTexts } from '../../domain/outbox/mail-texts.ts';
import type { Recipient } from '../../domain/outbox/outbox.ts';
import { adviceOf, factRows, newsOf } from './change-facts.ts';
import { written, type Form } from './form.ts';
import { fillLayouts, textsOf, type Slots } from './layouts.ts';

/** What mail says besides the change. */
export interface MailSettings {
  readonly templates: MailTemplates;
  readonly timeZone: string;
  readonly organisation: string;
  /** How the help desk is reached; undefined if the deployment names no contact. */
  readonly contact: string | undefined;
  /** Where people see their changes; undefined without pages. */
  readonly pageUrl: string | undefined;
  /** Whether the help desk asks callers for a code, which proves their identity. */
  readonly asksForCodes: boolean;
}

/** A mail in both forms. */
export interface ComposedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Who reads about a change; it is never for a team. */
const readers = { PERSON: 'person', MANAGER: 'manager', TEAM: 'manager' } as const satisfies Record<
  Recipient['kind'],
  MailReader
>;

/** Writes the mail about a change to one recipient. */
export function composeMail(
  change: RecordedChange,
  recipient: Recipient,
  settings: MailSettings,
): ComposedMail {
  const { templates } = settings;
  const { language } = recipient;
  const reader = readers[recipient.kind];
  const subject = textsOf(templates, language)[`${newsOf(change)}.${reader}.subject`];
  const filled = fillLayouts(templates, language, (form, texts) =>
    slotsOf(change, { texts, recipient, settings, form }),
  );
  return { subject, ...filled };
}

interface Writing {
  readonly form: Form;
  readonly texts: MailTexts;
  readonly recipient: Recipient;
  readonly settings: MailSettings;
}

function slotsOf(change: RecordedChange, writing: Writing): ReturnType<Slots> {
  const { form, texts, recipient, settings } = writing;
  const { timeZone, pageUrl } = settings;
  const { language } = recipient;
  const reader = readers[recipient.kind];
  const news = newsOf(change);
  const person = form.name(recipient.personName ?? change.intent.target.id);
  const organisation = form.literal(settings.organisation);
  const codesText = texts[settings.asksForCodes ? 'alarm.codesWhenCalled' : 'alarm.codes'];
  const link = form.link(form.literal(texts['link.label']), pageUrl ?? '');
  return {
    organisation,
    subject: form.literal(texts[`${news}.${reader}.subject`]),
    lead:
      reader === 'person'
        ? form.literal(texts[`${news}.person.lead`])
        : written(form, texts, `${news}.manager.lead`, { person }),
    facts: form.facts(factRows(change, { form, texts, reader, language, timeZone })),
    next: reader === 'person' ? form.literal(texts[`next.${adviceOf(change)}`]) : '',
    alarmTitle: form.literal(texts['alarm.title']),
    alarm: form.paragraphs([alarmOf(reader, person, writing), form.literal(codesText)]),
    // Managers cannot see the devices of others there.
    link: pageUrl === undefined || reader === 'manager' ? '' : link,
    foot: written(form, texts, `foot.${reader}`, { organisation }),
  };
}

function alarmOf(reader: MailReader, person: string, { form, texts, settings }: Writing): string {
  const contact = settings.contact === undefined ? undefined : form.strong(settings.contact);
  if (reader === 'person')
    return contact === undefined
      ? form.literal(texts['alarm.personNoContact'])
      : written(form, texts, 'alarm.person', { contact });
  return contact === undefined
    ? written(form, texts, 'alarm.managerNoContact', { person })
    : written(form, texts, 'alarm.manager', { person, contact });
}
