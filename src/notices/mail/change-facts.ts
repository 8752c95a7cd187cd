import type {
  RecordedChange,
  RecordedDevice,
  RecordedResult,
} from '../../domain/change/change-record.ts';
import { roleTraits, type Role } from '../../domain/people/caller.ts';
import type { MailReader, MailTexts } from '../../domain/outbox/mail-texts.ts';
import { isUnclear } from '../../domain/change/outcome-traits.ts';
import { effectTraits, type EffectNews } from '../../domain/policy/effects.ts';
import { goneDevices, hasChanged } from '../../domain/change/recorded-effect.ts';
import { written, type FactRow, type Form } from './form.ts';

/** How facts are written, and for which reader. */
export interface FactContext {
  readonly form: Form;
  readonly texts: MailTexts;
  readonly reader: MailReader;
  /** A language tag, which may have a region. */
  readonly language: string;
  readonly timeZone: string;
}

/** Returns what a change means to its person: a part that is certainly done decides. */
export function newsOf({ intent, outcome }: RecordedChange): EffectNews {
  const [certain, perhaps] = effectTraits[intent.effect].news;
  return endedParts(outcome).some((part) => hasChanged(intent.effect, part)) ? certain : perhaps;
}

/** Returns what its person should do: look first if a part is unknown. */
export function adviceOf({ intent, outcome }: RecordedChange): EffectNews {
  const [certain, perhaps] = effectTraits[intent.effect].news;
  return endedParts(outcome).some((part) => isUnclear(part.outcome)) ? perhaps : certain;
}

/** An end of sessions has no kinds of device, so it is its own only part. */
function endedParts(ended: RecordedChange['outcome']): readonly Part[] {
  const { outcome = 'UNKNOWN', results = [] } = ended ?? {};
  return results.length === 0 ? [{ outcome, after: null }] : results;
}

type Part = Pick<RecordedResult, 'outcome' | 'before' | 'after'>;

/** Returns what was changed, when, by which role, and the reference number. */
export function factRows(change: RecordedChange, context: FactContext): FactRow[] {
  const { form, texts } = context;
  const { id, at, intent, outcome, settled } = change;
  const sessions = sessionsOf(change, context);
  const results = outcome?.results ?? [];
  const row = (key: keyof MailTexts & `label.${string}`, values: readonly string[]): FactRow => ({
    label: form.literal(texts[key]),
    values,
  });
  return [
    ...(results.length === 0
      ? []
      : [
          row(
            'label.what',
            results.map((result) => resultText(change, result, context)),
          ),
        ]),
    row('label.when', [form.literal(timeText(outcome?.at ?? at, context))]),
    ...(settled === null
      ? []
      : [row('label.settled', [form.literal(timeText(settled.at, context))])]),
    row('label.by', [form.literal(texts[byKey(intent.actor.role, context.reader)])]),
    ...(sessions === null ? [] : [row('label.sessions', [sessions])]),
    row('label.reference', [form.name(id)]),
  ];
}

function resultText(change: RecordedChange, result: RecordedResult, context: FactContext): string {
  return effectTraits[change.intent.effect].renames
    ? renamingText(change, result, context)
    : removalText(change, result, context);
}

/** Whether a list shows what became of the devices of a kind. */
function isKnownResult({ outcome, after }: RecordedResult): boolean {
  return after !== null && !isUnclear(outcome);
}

/** The devices of a kind that were removed or renamed, or may have been. */
export function concernedDevices(
  { intent }: RecordedChange,
  result: RecordedResult,
): readonly RecordedDevice[] {
  const { isOfWholeKinds, renames } = effectTraits[intent.effect];
  const listed = result.before ?? intent.before ?? [];
  const meant = listed.filter(
    ({ id, kind }) => kind === result.kind && (isOfWholeKinds || id === intent.options['deviceId']),
  );
  const { after } = result;
  return !renames && after !== null && isKnownResult(result) ? goneDevices(meant, after) : meant;
}

function removalText(
  change: RecordedChange,
  result: RecordedResult,
  { form, texts, language }: FactContext,
): string {
  const { kind: name, outcome } = result;
  const kind = form.literal(texts[`kind.${name}`]);
  const gone = concernedDevices(change, result);
  const isKnown = isKnownResult(result);
  const isNamed = gone.length > 0;
  const names = gone.map((device) => nameText(device.name, { form, texts }));
  const values = { kind, devices: listText(names, language) };
  switch (outcome) {
    case 'DONE':
    case 'CONFIRMED':
      return isNamed
        ? written(form, texts, 'result.removed', values)
        : written(form, texts, 'result.removedUnnamed', { kind });
    case 'UNKNOWN':
      return isNamed
        ? written(form, texts, 'result.perhapsRemoved', values)
        : written(form, texts, 'result.perhapsRemovedUnnamed', { kind });
    case 'NOT_DONE':
    case 'NOTHING_TO_RESET':
    case 'SETUP_CODE_MADE':
    case 'WOULD_RESET':
      return isKnown && isNamed
        ? written(form, texts, 'result.partlyRemoved', values)
        : written(form, texts, 'result.notRemoved', { kind });
    default:
      return outcome satisfies never;
  }
}

function renamingText(
  change: RecordedChange,
  result: RecordedResult,
  { form, texts }: FactContext,
): string {
  const { intent } = change;
  const { name } = intent.options;
  const kind = form.literal(texts[`kind.${result.kind}`]);
  const [device] = concernedDevices(change, result);
  const from = nameText(device?.name ?? null, { form, texts });
  const to = nameText(typeof name === 'string' ? name : null, { form, texts });
  const key = hasChanged(intent.effect, result) ? 'result.renamed' : 'result.perhapsRenamed';
  return written(form, texts, key, { kind, from, to });
}

function nameText(
  name: string | null,
  { form, texts }: Pick<FactContext, 'form' | 'texts'>,
): string {
  return name === null ? form.literal(texts['device.unnamed']) : form.own(name);
}

export function listText(items: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
}

/** Returns a moment as mail writes it, with the name of the time zone. */
export function timeText(
  at: string,
  { language, timeZone }: Pick<FactContext, 'language' | 'timeZone'>,
): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(at));
}

/** The role, and not the name: history shows people who acted for them, mail does not. */
function byKey(role: Role, reader: MailReader): keyof MailTexts {
  const { isSelf, inMail } = roleTraits[role];
  return isSelf && reader === 'person' ? 'by.you' : inMail;
}

/** Null if no sessions were to be ended. After a crash it is unknown whether they were. */
function sessionsOf(
  { intent, outcome }: RecordedChange,
  { form, texts }: FactContext,
): string | null {
  const { isOfSessions } = effectTraits[intent.effect];
  if (isOfSessions || intent.options['endSessions'] !== true) return null;
  const isEnded = outcome?.sessionsEnding === 'ENDED';
  return form.literal(texts[isEnded ? 'sessions.ended' : 'sessions.failed']);
}
