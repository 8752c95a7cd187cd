import type { RecordedChange } from '../../domain/change/change-record.ts';
import type {
  MailBrand,
  MailReader,
  MailTemplates,
  MailTexts,
} from '../../domain/outbox/mail-texts.ts';
import type { Recipient } from '../../domain/outbox/outbox.ts';
import { factRows, newsOf } from './change-facts.ts';
import { changedDevices, nextKey } from './change-subject.ts';
import { plainForm, written, type Form } from './form.ts';
import { directionOf } from './language.ts';
import { fillLayouts, textsOf, type Slots } from './layouts.ts';

/** What mail says besides the change. */
export interface MailSettings {
  readonly templates: MailTemplates;
  readonly brand: MailBrand;
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
  { isHeld = false }: { readonly isHeld?: boolean } = {},
): ComposedMail {
  const { templates, brand } = settings;
  const { language } = recipient;
  const form = plainForm(directionOf(language));
  const texts = textsOf(templates, language);
  const subject = subjectOf(change, { form, texts, recipient });
  const filled = fillLayouts({ templates, brand }, language, (inForm, inTexts) => ({
    ...slotsOf(change, { texts: inTexts, recipient, settings, form: inForm, isHeld }),
    // It is the title of the page, too, which has no elements in it.
    subject: inForm.literal(subject),
  }));
  return { subject, ...filled };
}

interface Writing {
  readonly form: Form;
  readonly texts: MailTexts;
  readonly recipient: Recipient;
  readonly settings: MailSettings;
  /** Whether a new device of the person needs a setup code. */
  readonly isHeld: boolean;
}

/** Says what was changed, and to a manager whose it was. */
function subjectOf(
  change: RecordedChange,
  { form, texts, recipient }: Omit<Writing, 'isHeld' | 'settings'>,
): string {
  const reader = readers[recipient.kind];
  const devices = changedDevices(change, { form, texts, language: recipient.language });
  const values = { devices, person: personIn(change, { form, recipient }) };
  return written(form, texts, `${newsOf(change)}.${reader}.subject`, values);
}

function personIn(
  { intent }: RecordedChange,
  { form, recipient }: Pick<Writing, 'form' | 'recipient'>,
): string {
  return recipient.personName === null
    ? form.name(intent.target.id)
    : form.own(recipient.personName);
}

function slotsOf(change: RecordedChange, writing: Writing): Omit<ReturnType<Slots>, 'subject'> {
  const { form, texts, recipient, settings } = writing;
  const { timeZone, pageUrl } = settings;
  const { language } = recipient;
  const reader = readers[recipient.kind];
  const news = newsOf(change);
  const person = personIn(change, writing);
  const organisation = form.literal(settings.organisation);
  const codesText = texts[settings.asksForCodes ? 'alarm.codesWhenCalled' : 'alarm.codes'];
  const link = form.link(form.literal(texts['link.label']), pageUrl ?? '');
  // Managers cannot see the devices of others there.
  const hasPage = pageUrl !== undefined && reader === 'person';
  return {
    organisation,
    lead:
      reader === 'person'
        ? form.literal(texts[`${news}.person.lead`])
        : written(form, texts, `${news}.manager.lead`, { person }),
    facts: form.facts(factRows(change, { form, texts, reader, language, timeZone })),
    next: reader === 'person' ? nextOf(change, writing) : '',
    alarmTitle: form.literal(texts['alarm.title']),
    alarm: form.paragraphs([
      alarmOf(reader, person, writing),
      ...(hasPage ? [form.literal(texts['alarm.report'])] : []),
      form.literal(codesText),
    ]),
    link: hasPage ? link : '',
    foot: written(form, texts, `foot.${reader}`, { organisation }),
  };
}

/** What the person should do, and what a new device then needs. */
function nextOf(change: RecordedChange, { form, texts, isHeld }: Writing): string {
  const keys = [nextKey(change), ...(isHeld ? (['next.held'] as const) : [])];
  return form.literal(keys.map((key) => texts[key]).join(' '));
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
