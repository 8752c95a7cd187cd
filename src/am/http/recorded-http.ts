import { AmHttp, type HttpOptions } from './am-http.ts';
import type { Call, CallContext } from './call.ts';
import type { RawAnswer } from './call-end.ts';

/** A call as a recording needs it. It has no header of the request, so no credential. */
export interface SentCall extends Pick<Call, 'route' | 'version'> {
  readonly method: string;
  readonly credential: 'none' | 'session' | 'bearer';
  /** The body as it was sent. */
  readonly body?: string | undefined;
}

/** Called with each answer of AM, before the caller has it. */
export type OnAnswer = (call: SentCall, answer: RawAnswer) => void;

/** The HTTP client for a command that records what AM answers. */
export class RecordedHttp extends AmHttp {
  readonly #onAnswer: OnAnswer;

  constructor(options: HttpOptions, onAnswer: OnAnswer) {
    super(options);
    this.#onAnswer = onAnswer;
  }

  override async send(call: Call, context: CallContext): Promise<RawAnswer> {
    const answer = await super.send(call, context);
    const { method, route, version, body } = call;
    const credential = context.credential?.kind ?? 'none';
    this.#onAnswer({ method, route, version, credential, body }, answer);
    return answer;
  }
}
