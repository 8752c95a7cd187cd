import { roleTraits, type Role } from '../../domain/people/caller.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import type { MailTextKey, MailTexts } from '../../domain/outbox/mail-texts.ts';
import type { EventOf, KindFor } from '../../domain/outbox/outbox.ts';
import { timeText } from './change-facts.ts';
import type { ComposedMail, MailSettings } from './compose.ts';
import { plainForm, written, type FactRow, type Form } from './form.ts';
import { directionOf } from './language.ts';
import { fillLayouts, textsOf } from './layouts.ts';

/** What teams get mail about. */
export type TeamEvent = EventOf<KindFor<'team'>>;

/** What the mail about an event consists of, in one form. */
interface TeamParts {
  readonly subject: string;
  readonly lead: MailTextKey;
  readonly facts: readonly (FactRow | null)[];
  readonly advice: MailTextKey;
  /** Where the event is shown, below the address of the pages, and what its link says. */
  readonly page: { readonly label: MailTextKey & `link.${string}`; readonly path: string };
  readonly foot: MailTextKey & `foot.${string}`;
}

interface Writing {
  readonly form: Form;
  readonly texts: MailTexts;
  readonly language: string;
  readonly timeZone: string;
}

/**
 * Writes the mail about an event to a team. It names neither people nor devices: readers of a
 * shared mailbox may not be allowed to see them. The history shows them to staff who are.
 */
export function composeTeamMail(
  event: TeamEvent,
  language: string,
  { templates, brand, timeZone, organisation, pageUrl }: MailSettings,
): ComposedMail {
  const partsIn = (form: Form, texts: MailTexts): TeamParts =>
    teamParts(event, { form, texts, language, timeZone });
  const plain = plainForm(directionOf(language));
  const { subject } = partsIn(plain, textsOf(templates, language));
  const filled = fillLayouts({ templates, brand }, language, (form, texts) => {
    const parts = partsIn(form, texts);
    const name = form.literal(organisation);
    const { label, path } = parts.page;
    const link = form.link(form.literal(texts[label]), `${pageUrl ?? ''}${path}`);
    return {
      organisation: name,
      subject: parts.subject,
      lead: form.literal(texts[parts.lead]),
      facts: form.facts(parts.facts.filter((fact) => fact !== null)),
      next: '',
      alarmTitle: form.literal(texts['team.title']),
      alarm: form.paragraphs([form.literal(texts[parts.advice])]),
      link: pageUrl === undefined ? '' : link,
      foot: written(form, texts, parts.foot, { organisation: name }),
    };
  });
  return { subject, ...filled };
}

/** Leads to a change in the history, and to nothing that acts. */
function historyOf(realm: string | null, reference: string | null): TeamParts['page'] {
  const isOfChange = realm !== null && reference !== null;
  const query = isOfChange ? `?${new URLSearchParams({ realm, reference }).toString()}` : '';
  return { label: 'link.history', path: `history${query}` };
}

function teamParts(event: TeamEvent, writing: Writing): TeamParts {
  switch (event.kind) {
    case 'security':
      return securityParts(event, writing);
    case 'report':
      return reportParts(event, writing);
    case 'approval':
      return requestParts(event, writing);
    default:
      return event satisfies never;
  }
}

function securityParts(
  { at, event: about, further }: EventOf<'security'>,
  writing: Writing,
): TeamParts {
  const { form, texts } = writing;
  const { type, realm, change, role, correlationId, count } = about;
  const event = form.literal(texts[`event.${type}`]);
  const isSum = further > 0;
  const number = form.literal(`${isSum ? further : (count ?? '')}`);
  const name = (text: string | null): string | null => (text === null ? null : form.name(text));
  return {
    subject: isSum
      ? written(form, texts, 'securitySum.subject', { event, count: number })
      : written(form, texts, 'security.subject', { event }),
    lead: isSum ? 'securitySum.lead' : 'security.lead',
    facts: [
      row(writing, 'label.event', `${event} (${form.literal(type)})`),
      row(writing, 'label.count', number === '' ? null : number),
      row(writing, 'label.when', form.literal(timeText(at, writing))),
      row(writing, 'label.realm', name(realm)),
      row(writing, 'label.by', byText(role, writing)),
      row(writing, 'label.request', name(correlationId)),
      row(writing, 'label.reference', name(change)),
    ],
    advice: change === null ? 'security.noChange' : 'security.advice',
    page: historyOf(realm, change),
    foot: 'foot.security',
  };
}

function reportParts({ change, report }: EventOf<'report'>, writing: Writing): TeamParts {
  const { form, texts } = writing;
  const { id, at, intent, outcome } = change;
  return {
    subject: form.literal(texts['report.subject']),
    lead: 'report.lead',
    facts: [
      row(writing, 'label.what', changeText(intent, writing)),
      row(writing, 'label.when', form.literal(timeText(outcome?.at ?? at, writing))),
      row(writing, 'label.by', byText(intent.actor.role, writing)),
      row(writing, 'label.realm', form.name(intent.target.realm)),
      row(writing, 'label.reported', form.literal(timeText(report.at, writing))),
      row(writing, 'label.reference', form.name(id)),
    ],
    advice: 'report.advice',
    page: historyOf(intent.target.realm, id),
    foot: 'foot.report',
  };
}

/** A change that waits for a second person. The link shows it, and approves nothing. */
function requestParts({ pending }: EventOf<'approval'>, writing: Writing): TeamParts {
  const { form, texts } = writing;
  const { id, reference, at, expiresAt, intent } = pending;
  return {
    subject: form.literal(texts['approval.subject']),
    lead: 'approval.lead',
    facts: [
      row(writing, 'label.what', changeText(intent, writing)),
      row(writing, 'label.requested', form.literal(timeText(at, writing))),
      row(writing, 'label.by', byText(intent.actor.role, writing)),
      row(writing, 'label.realm', form.name(intent.target.realm)),
      row(writing, 'label.expires', form.literal(timeText(expiresAt, writing))),
      row(writing, 'label.reference', form.name(reference)),
    ],
    advice: 'approval.advice',
    page: { label: 'link.request', path: `approvals/${encodeURIComponent(id)}` },
    foot: 'foot.approval',
  };
}

/** What was changed, without the names of devices. */
function changeText(intent: RecordedChange['intent'], { form, texts, language }: Writing): string {
  const names = intent.kinds.map((kind) => form.literal(texts[`kind.${kind}`]));
  const kinds = new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
  return written(form, texts, `reported.${intent.effect}`, { kinds });
}

function byText(role: Role | null, { form, texts }: Writing): string | null {
  if (role === null) return null;
  return form.literal(texts[roleTraits[role].inMail]);
}

function row(
  { form, texts }: Writing,
  label: MailTextKey & `label.${string}`,
  value: string | null,
): FactRow | null {
  return value === null ? null : { label: form.literal(texts[label]), values: [value] };
}
