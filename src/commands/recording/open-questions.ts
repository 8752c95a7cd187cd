import type { RecordedExchange, Recording } from '../../am/index.ts';
import { isFields } from '../../domain/values/json.ts';

/** An open question of the contract, by its number there, that a recording can answer. */
interface OpenQuestion {
  readonly asks: string;
  /** The evidence; null if this recording has none. */
  readonly answer: (recording: Recording) => string | null;
}

/** The open questions of section 15 of docs/am-rest-contract.md that a recording can answer. */
export const openQuestions: Readonly<Record<number, OpenQuestion>> = {
  2: {
    asks: 'What do PingAM and AIC answer about devices of a user who does not exist?',
    answer: (recording) => (isOpenAm(recording) ? null : answersOf(recording, isOfUnknownUser)),
  },
  6: {
    asks: 'Does PingAM accept a bearer token on /json?',
    answer: ({ product, exchanges }) => {
      const sent = exchanges.filter(({ request }) => request.credential === 'bearer');
      if (product.flavor !== 'pingam' || sent.length === 0) return null;
      return sent.some(({ answer }) => answer.status === 200) ? 'yes' : 'no';
    },
  },
  7: {
    asks: 'What do PingAM and AIC answer about a session that is not valid?',
    answer: (recording) =>
      isOpenAm(recording)
        ? null
        : answersOf(recording, ({ isProbe, reads }) => isProbe && reads === 'session'),
  },
  8: {
    asks: 'What does OpenAM answer about devices of a user who does not exist?',
    answer: (recording) => (isOpenAm(recording) ? answersOf(recording, isOfUnknownUser) : null),
  },
};

function isOpenAm({ product }: Recording): boolean {
  return product.flavor === 'openam';
}

function isOfUnknownUser({ isProbe, reads, answer }: RecordedExchange): boolean {
  return isProbe && reads?.startsWith('devices of') === true && answer.status !== 401;
}

/** Each different answer of some exchanges: the status and AM's message. */
function answersOf(
  { exchanges, source }: Recording,
  isMeant: (exchange: RecordedExchange) => boolean,
): string | null {
  if (source !== 'recorded') return null;
  const answers = exchanges.filter(isMeant).map(({ answer: { status, body } }) => {
    const message = isFields(body) ? body['message'] : undefined;
    if (typeof message === 'string') return `${status} "${message}"`;
    return `${status} without a ${body === null ? 'body' : 'message'}`;
  });
  return answers.length === 0 ? null : [...new Set(answers)].join(', ');
}
