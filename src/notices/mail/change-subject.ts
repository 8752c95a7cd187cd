import type { RecordedChange, RecordedResult } from '../../domain/change/change-record.ts';
import { hasChanged, mayHaveChanged } from '../../domain/change/recorded-effect.ts';
import { kindTraits } from '../../domain/devices/device.ts';
import type { MailTextKey } from '../../domain/outbox/mail-texts.ts';
import { adviceOf, concernedDevices, listText, type FactContext } from './change-facts.ts';
import { written } from './form.ts';

/** A subject names at most so many devices, in so many characters; otherwise it names kinds. */
const most = 3;
const longest = 80;

/** The results that the subject is about: what was changed, or else what may have been. */
function subjectResults({ intent, outcome }: RecordedChange): readonly RecordedResult[] {
  const results = outcome?.results ?? [];
  const certain = results.filter((result) => hasChanged(intent.effect, result));
  return certain.length > 0
    ? certain
    : results.filter((result) => mayHaveChanged(intent.effect, result));
}

/** Returns the names of the devices of a change, or their kinds if a subject cannot hold them. */
export function changedDevices(
  change: RecordedChange,
  { form, texts, language }: Pick<FactContext, 'form' | 'texts' | 'language'>,
): string {
  const results = subjectResults(change);
  const devices = results.map((result) => concernedDevices(change, result));
  const named = devices.flat().flatMap(({ name }) => name ?? []);
  const names = listText(
    named.map((name) => written(form, texts, 'device.named', { device: form.own(name) })),
    language,
  );
  const isEachNamed = devices.every((of) => of.length > 0 && of.every(({ name }) => name !== null));
  if (isEachNamed && named.length <= most && names.length <= longest) return names;
  const kinds = results.map(({ kind }) => form.literal(texts[`kind.${kind}`]));
  return listText(kinds, language);
}

/** Returns what the person should do. What only recognises a browser need not be set up again. */
export function nextKey(change: RecordedChange): MailTextKey & `next.${string}` {
  const advice = adviceOf(change);
  const results = subjectResults(change);
  const hasCredential = results.some(({ kind }) => kindTraits[kind].credentialType !== null);
  return advice === 'removed' && !hasCredential ? 'next.recognisedRemoved' : `next.${advice}`;
}
