import { fields, isFields, optionalText, text, WireError, type Fields } from './wire.ts';

/**
 * What a page of a journey asks: nothing, a one-time code, the approval of a push, or something
 * that the gateway does not answer.
 */
type JourneyQuestion = 'nothing' | 'code' | 'push' | 'other';

/** A page of a journey. Its callbacks go back to AM as they came, apart from the answer. */
export interface JourneyPage {
  readonly authId: string;
  readonly callbacks: readonly Fields[];
  readonly question: JourneyQuestion;
  /** The number that the person must choose on the phone; null if the push has none. */
  readonly challenge: string | null;
}

/** AM's answer to a step: another page, or success with a session if AM created one. */
export type JourneyStep =
  | { readonly kind: 'page'; readonly page: JourneyPage }
  | { readonly kind: 'success'; readonly tokenId: string | null };

/** Callbacks that expect no answer of a person. */
const silent = ['HiddenValueCallback', 'TextOutputCallback', 'MetadataCallback'];

/** Reads a step of a journey (contract §8, §18.4). */
export function readJourneyStep(json: unknown): JourneyStep {
  const answer = fields(json, 'authenticate');
  const authId = optionalText(answer, 'authId');
  if (authId !== null) return { kind: 'page', page: readPage(authId, answer['callbacks']) };
  const tokenId = optionalText(answer, 'tokenId');
  // Without a session AM sends a message instead.
  if (tokenId === null) text(answer, 'message');
  return { kind: 'success', tokenId };
}

/** Reads a page that was sealed while its push waits. */
export function readStoredPage(json: unknown): JourneyPage {
  const stored = fields(json, 'page');
  return readPage(text(stored, 'authId'), stored['callbacks']);
}

/** The body that returns a page to AM; with a code, as the answer of its only question. */
export function pageAnswer({ authId, callbacks }: JourneyPage, code?: string): string {
  if (code === undefined) return JSON.stringify({ authId, callbacks });
  const answered = callbacks.map((callback) => {
    switch (callback['type']) {
      case 'NameCallback':
      case 'PasswordCallback':
        return { ...callback, input: inputWith(callback, code) };
      // The first choice sends the code; others skip it or ask for a recovery code.
      case 'ConfirmationCallback':
        return { ...callback, input: inputWith(callback, 0) };
      default:
        return callback;
    }
  });
  return JSON.stringify({ authId, callbacks: answered });
}

function readPage(authId: string, value: unknown): JourneyPage {
  if (!Array.isArray(value)) throw new WireError('authenticate: callbacks is not a list');
  const callbacks = value.map((one: unknown) => fields(one, 'callback'));
  return {
    authId,
    callbacks,
    question: questionOf(callbacks.map((one) => text(one, 'type'))),
    challenge: challengeOf(callbacks),
  };
}

function questionOf(types: readonly string[]): JourneyQuestion {
  const asking = types.filter((type) => !silent.includes(type));
  const others = asking.filter((type) => type !== 'ConfirmationCallback');
  if (asking.length === 0) return 'nothing';
  const [only] = others;
  if (others.length !== 1) return 'other';
  if (only === 'PollingWaitCallback') return 'push';
  return only === 'NameCallback' || only === 'PasswordCallback' ? 'code' : 'other';
}

/** The number of a push with *Display Challenge Code* is the value of a hidden callback. */
function challengeOf(callbacks: readonly Fields[]): string | null {
  for (const callback of callbacks) {
    const output = listIn(callback, 'output');
    const valueOf = (name: string): unknown =>
      output.find((one) => one['name'] === name)?.['value'];
    const value = valueOf('value');
    if (valueOf('id') === 'pushChallengeNumber' && /^\d{1,4}$/.test(String(value)))
      return String(value);
  }
  return null;
}

function inputWith(callback: Fields, value: string | number): Fields[] {
  return listIn(callback, 'input').map((one) => ({ ...one, value }));
}

function listIn(callback: Fields, name: string): Fields[] {
  const list: unknown = callback[name];
  return Array.isArray(list) ? list.filter(isFields) : [];
}
