/** One gateway that executes a document with graphql-js or with Apollo Server, as a test asks. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialOf } from '../access/received.ts';
import { bearerEnv } from '../support/stage.ts';
import { fieldAt } from '../support/json.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { openSandboxPeer, type SandboxPeer, type SessionHeader } from '../support/peer.ts';

/** Trusted documents run on graphql-js, all others on Apollo Server. */
export const executors = ['graphql-js', 'Apollo Server'] as const;
export type Executor = (typeof executors)[number];

/** A request of a client. */
export interface ClientRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Everything that can be observed of a request, without times and ids. */
export interface Trace {
  readonly status: number;
  readonly body: string;
  /** The calls to AM, sorted: method, path and credential. */
  readonly calls: readonly string[];
  /** The log records, sorted. */
  readonly log: readonly string[];
}

export interface ExecutorStage {
  readonly peer: SandboxPeer;
  readonly gateway: TestGateway;
  /** Sends a request whose document runs on one executor. */
  trace(executor: Executor, request: ClientRequest, as: SessionHeader): Promise<Trace>;
  /** Resets people, devices and sessions; the gateway gets a new service session. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Returns a document for one executor: a blank at its end makes it one that is not trusted. */
export function documentFor(executor: Executor, text: string): string {
  return executor === 'graphql-js' ? text : `${text} `;
}

/** Opens a gateway that trusts these documents and the documented operations. */
export async function openExecutorStage(documents: readonly string[]): Promise<ExecutorStage> {
  const peer = await openSandboxPeer();
  const folder = await mkdtemp(join(tmpdir(), 'executors-'));
  const manifest = join(folder, 'documents.json');
  const listed = documents.map((text) => [createHash('sha256').update(text).digest('hex'), text]);
  await writeFile(manifest, JSON.stringify(Object.fromEntries(listed)));
  const gateway = await startTestGateway(peer, {
    env: {
      ...peer.staffEnv(),
      ...bearerEnv(peer.sandbox),
      AM_REALMS: 'alpha,beta',
      SESSION_CACHE_SECONDS: '0',
      TRUSTED_DOCUMENTS_MANIFESTS: manifest,
    },
  });
  const reset = async (): Promise<void> => {
    peer.sandbox.reset();
    await gateway.ask('{ gatewayCaller { roles } }', await peer.signIn('helen'));
  };
  await reset();
  return {
    peer,
    gateway,
    reset,
    trace: async (executor, { query, ...request }, as) => {
      peer.sandbox.clearReceived();
      const logged = gateway.log.length;
      const response = await gateway.fetch({
        method: 'POST',
        headers: { 'content-type': 'application/json', ...as },
        body: JSON.stringify({ ...request, query: documentFor(executor, query) }),
      });
      return {
        status: response.status,
        body: withoutTimes(await response.text()),
        calls: callsOf(peer, as),
        log: gateway.log.slice(logged).map(recordOf).toSorted(),
      };
    },
    close: async () => {
      await gateway.stop();
      await peer.close();
      await rm(folder, { recursive: true });
    },
  };
}

function callsOf({ sandbox }: SandboxPeer, as: SessionHeader): string[] {
  return sandbox
    .received()
    .map((one) => `${one.method} ${one.path} with ${credentialOf(one, as)} ${one.body}`)
    .toSorted();
}

function withoutTimes(body: string): string {
  return body
    .replace(/"correlationId":"[^"]+"/g, '"correlationId":"id"')
    .replace(/"(signedInAt|expiresAt|idleExpiresAt)":"[^"]+"/g, '"$1":"time"');
}

/** The members of a log record that do not depend on time, ids or the text of the document. */
const comparedMembers = [
  'event',
  'level',
  'msg',
  'code',
  'codes',
  'field',
  'detail',
  'operationType',
  'status',
  'method',
  'template',
  'result',
  'attempts',
];

/** Returns a log record for comparison; stacks differ, so only their presence counts. */
function recordOf(line: string): string {
  const record: unknown = JSON.parse(line);
  const stack = typeof fieldAt(record, 'stack') === 'string' ? 'with a stack' : 'without';
  return JSON.stringify([...comparedMembers.map((name) => fieldAt(record, name) ?? null), stack]);
}
