import { kindFacts } from '../parts/device.ts';
import type { Device, Kind } from '../parts/device.ts';
import type { KindResult, RemovalOutcome } from '../removal/outcome.ts';
import type { Texts } from '../text/text.tsx';
import { isComplete, remainingMethods } from './person.ts';
import type { Person } from './person.ts';

type Words = Pick<Texts, 't' | 'locale'>;

/**
 * Returns what the agent reads to the caller, as paragraphs without the reference. It states what
 * the outcome confirms, and nothing else.
 * @param person the user as last read; may still list the removed devices
 */
export function callerText(
  outcome: RemovalOutcome,
  person: Person,
  words: Words,
): readonly string[] {
  const { t } = words;
  const removed = outcome.kinds.flatMap((result) => goneOf(result, outcome));
  const hasLostMethod = removed.some(({ kind }) => kindFacts[kind].provesIdentity);
  const paragraphs = [
    [
      ...changeSentences(outcome, words),
      ...(outcome.sessions === 'ENDED' ? [t('say.signedOut')] : []),
    ],
    hasLostMethod && isComplete(person) ? [nextSignIn(person, removed, words)] : [],
    // The code itself is not in a text that can be copied and sent.
    outcome.setupCode === null ? [] : [t('say.code')],
  ];
  return paragraphs.filter(({ length }) => length > 0).map((sentences) => sentences.join(' '));
}

/** Returns the devices of a kind that the outcome confirms as removed. */
function goneOf({ status, devices }: KindResult, { goneIds }: RemovalOutcome): readonly Device[] {
  if (status === 'gone') return devices;
  return status === 'partlyGone' ? devices.filter(({ id }) => goneIds.includes(id)) : [];
}

function changeSentences(outcome: RemovalOutcome, words: Words): readonly string[] {
  const { t } = words;
  const { status, kinds, setupCode } = outcome;
  const lost = kinds.filter((result) => goneOf(result, outcome).length > 0);
  const whole = lost.filter(
    (result) => kindFacts[result.kind].provesIdentity && leftOf(result, outcome) === 0,
  );
  const kept = kinds.filter((result) => result.status === 'notGone');
  if (lost.length === 0 && status !== 'unknown')
    return setupCode === null ? [t('say.nothing')] : [];
  return [
    ...(whole.length > 0
      ? [
          t('say.gone', {
            kinds: kindNames(
              whole.flatMap(({ devices }) => devices),
              words,
            ),
          }),
        ]
      : []),
    ...lost
      .filter((result) => !whole.includes(result))
      .map((result) => smallerSentence(result, outcome, words)),
    ...(lost.length > 0 && kept.length > 0
      ? [
          t('say.kept', {
            kinds: kindNames(
              kept.flatMap(({ devices }) => devices),
              words,
            ),
          }),
        ]
      : []),
    ...(status === 'unknown' ? [t('say.unknown')] : []),
  ];
}

/** Returns how many devices of a kind are still registered. */
function leftOf(result: KindResult, outcome: RemovalOutcome): number {
  return result.devices.length + result.others.length - goneOf(result, outcome).length;
}

/** A sentence about a kind that has devices left, or that only spares a step of the sign-in. */
function smallerSentence(result: KindResult, outcome: RemovalOutcome, { t }: Words): string {
  const { kind } = result;
  const count = goneOf(result, outcome).length;
  if (kind === 'TRUSTED' || kind === 'PROFILE') return t(`say.forgotten.${kind}`, { count });
  return t('say.goneSome', {
    kind: t(`say.kind.${kind}`, { count: 2 }),
    count,
    left: leftOf(result, outcome),
  });
}

function nextSignIn(person: Person, removed: readonly Device[], words: Words): string {
  const methods = remainingMethods(person, removed);
  if (methods.length === 0) return words.t('say.noWay');
  return words.t('say.otherWay', { kinds: kindNames(methods, words) });
}

/** Joins the kinds of devices with "or": one of them is used, or none of them works any more. */
function kindNames(devices: readonly Device[], { t, locale }: Words): string {
  const kinds: readonly Kind[] = [...new Set(devices.map(({ kind }) => kind))];
  const names = kinds.map((kind) => {
    const count = devices.filter((device) => device.kind === kind).length;
    return t(`say.kind.${kind}`, { count });
  });
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(names);
}
