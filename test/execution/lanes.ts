/** One gateway for each way in which operations run, all in front of one sandbox, and what can be seen of a request. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bearerEnv } from '../support/stage.ts';
import { credentialOf } from '../access/received.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { startTestGateway } from '../support/gateway.ts';
import type { TestGateway } from '../support/gateway.ts';
import { openSandboxPeer } from '../support/peer.ts';
import type { SandboxPeer, SessionHeader } from '../support/peer.ts';

/** How a gateway of each lane is set up: Apollo Server for everything, or plans for trusted documents. */
const lanes = {
  interpreted: { EXECUTION: 'interpreted', TRUSTED_DOCUMENTS: 'off' },
  planned: { EXECUTION: 'compiled', TRUSTED_DOCUMENTS: 'prefer' },
} as const;

/** A way in which operations run. */
export type LaneName = keyof typeof lanes;
export const laneNames: readonly LaneName[] = ['interpreted', 'planned'];

/** What a client sends. */
export interface Sent {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Everything that a request leaves behind, but for times and ids. */
export interface Trace {
  readonly status: number;
  readonly body: string;
  /** Method, path and whose credential, sorted. */
  readonly calls: readonly string[];
  /** Sorted, too. */
  readonly log: readonly string[];
}

/** The gateways of all lanes. */
export interface Lanes {
  readonly peer: SandboxPeer;
  readonly gateways: Readonly<Record<LaneName, TestGateway>>;
  /** Sends a request through one lane. No gateway remembers anything of callers unless it is told to. */
  trace(lane: LaneName, sent: Sent, as: SessionHeader): Promise<Trace>;
  /** People, devices and sessions back to the start; the gateways have sessions of their own again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What may be different about the gateways. */
export interface LanesOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Documents that are trusted beside the documented operations. */
  readonly documents?: readonly string[];
  /** The clock of the gateways; the system's where left out. */
  readonly now?: () => number;
}

/** The documented operations, by name. */
export async function documentedOperations(): Promise<ReadonlyMap<string, string>> {
  const manifest: unknown = JSON.parse(await readFile('schema/trusted-documents.json', 'utf8'));
  return new Map(
    listAt(manifest, 'operations').map((one) => [
      textAt(one, 'name') ?? '',
      textAt(one, 'body') ?? '',
    ]),
  );
}

/** Opens a sandbox with a gateway for each lane. */
export async function openLanes({
  env = {},
  documents = [],
  now = Date.now,
}: LanesOptions = {}): Promise<Lanes> {
  const peer = await openSandboxPeer();
  const folder = await mkdtemp(join(tmpdir(), 'lanes-'));
  const manifest = join(folder, 'documents.json');
  const listed = documents.map((text) => [createHash('sha256').update(text).digest('hex'), text]);
  await writeFile(manifest, JSON.stringify(Object.fromEntries(listed)));
  const start = (lane: LaneName): Promise<TestGateway> =>
    startTestGateway(peer, {
      env: {
        ...peer.staffEnv(),
        ...bearerEnv(peer.sandbox),
        AM_REALMS: 'alpha,beta',
        SESSION_CACHE_SECONDS: '0',
        ...(lane === 'planned' && { TRUSTED_DOCUMENTS_MANIFESTS: manifest }),
        ...lanes[lane],
        ...env,
      },
      now,
    });
  const gateways = {
    interpreted: await start('interpreted'),
    planned: await start('planned'),
  };
  const reset = async (): Promise<void> => {
    peer.sandbox.reset();
    const helen = await peer.signIn('helen');
    for (const gateway of Object.values(gateways)) {
      await gateway.ask('{ caller { roles } }', helen);
    }
  };
  await reset();
  return {
    peer,
    gateways,
    reset,
    trace: async (lane, sent, as) => {
      const gateway = gateways[lane];
      peer.sandbox.clearReceived();
      const logged = gateway.log.length;
      const { status, text } = await post(gateway, sent, as);
      return {
        status,
        body: withoutTimes(text),
        calls: callsOf(peer, as),
        log: gateway.log.slice(logged).map(recordOf).toSorted(),
      };
    },
    close: async () => {
      for (const gateway of Object.values(gateways)) await gateway.stop();
      await peer.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function post(
  gateway: TestGateway,
  sent: Sent,
  as: SessionHeader,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await gateway.fetch({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...as },
    body: JSON.stringify(sent),
  });
  return { status: response.status, text: await response.text() };
}

function callsOf({ sandbox }: SandboxPeer, as: SessionHeader): string[] {
  return sandbox
    .received()
    .map((one) => `${one.method} ${one.path} with ${credentialOf(one, as)} ${one.body}`)
    .toSorted();
}

/** A session is used, and may be made anew, from one lane to the next. */
function withoutTimes(body: string): string {
  return body
    .replace(/"correlationId":"[^"]+"/g, '"correlationId":"id"')
    .replace(/"(signedInAt|expiresAt|idleExpiresAt)":"[^"]+"/g, '"$1":"time"');
}

/** What lines of the log tell, but for times and ids. */
const tellings = [
  'event',
  'level',
  'msg',
  'code',
  'codes',
  'field',
  'detail',
  'documentId',
  'operationType',
  'status',
  'method',
  'template',
  'result',
  'attempts',
];

/** A line of the log; of a stack it counts only that there is one. */
function recordOf(line: string): string {
  const record: unknown = JSON.parse(line);
  const stack = typeof fieldAt(record, 'stack') === 'string' ? 'with a stack' : 'without';
  return JSON.stringify([...tellings.map((name) => fieldAt(record, name) ?? null), stack]);
}
