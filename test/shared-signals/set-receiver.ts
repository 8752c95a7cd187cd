/** A receiver of pushed SETs (RFC 8935): a real HTTP server that verifies what it gets. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { RefusedSet, verifySet, type AcceptedSet, type KnownTransmitter } from './verify-set.ts';

/** A request as the receiver got it. */
export interface Push {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface SetReceiver {
  readonly url: string;
  readonly pushes: readonly Push[];
  /** The SETs that were accepted, in order; a repeated one is here again. */
  readonly accepted: readonly AcceptedSet[];
  /** The codes of those that were refused. */
  readonly refused: readonly string[];
  /** Must be set before the first push. */
  known: KnownTransmitter | null;
  /** Replaces the answers of the standard; null restores them. */
  answerWith(answer: ((response: ServerResponse) => void) | null): void;
  close(): Promise<void>;
}

export async function startSetReceiver(): Promise<SetReceiver> {
  const pushes: Push[] = [];
  const accepted: AcceptedSet[] = [];
  const refused: string[] = [];
  let answer: ((response: ServerResponse) => void) | null = null;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, headers } = request;
      pushes.push({ method, headers, body });
      if (answer !== null) return answer(response);
      try {
        accepted.push(accept({ method, headers, body }, receiver.known));
        return response.writeHead(202).end();
      } catch (error) {
        const { err, message } = error instanceof RefusedSet ? error : asRefusal(error);
        refused.push(`${err}: ${message}`);
        return response
          .writeHead(400, { 'content-type': 'application/json', 'content-language': 'en' })
          .end(JSON.stringify({ err, description: message }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : address;
  const receiver: SetReceiver = {
    url: `http://127.0.0.1:${port}/events`,
    pushes,
    accepted,
    refused,
    known: null,
    answerWith: (next) => (answer = next),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return receiver;
}

/** RFC 8935 §2.1: method and media types, then the SET. @throws RefusedSet */
function accept({ method, headers, body }: Push, known: KnownTransmitter | null): AcceptedSet {
  if (method !== 'POST') throw new RefusedSet('invalid_request', 'POST');
  if (headers['content-type'] !== 'application/secevent+jwt')
    throw new RefusedSet('invalid_request', 'content-type is application/secevent+jwt');
  if (headers.accept !== 'application/json')
    throw new RefusedSet('invalid_request', 'accept is application/json');
  if (known === null) throw new RefusedSet('invalid_key', 'no key is known yet');
  return verifySet(body, known);
}

function asRefusal(error: unknown): RefusedSet {
  return new RefusedSet('invalid_request', String(error));
}
