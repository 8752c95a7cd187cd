/** A gateway that transmits signals, and the calls of its receivers. */
import { generateKeyPairSync } from 'node:crypto';
import type { Environment } from '../../src/config/load-config.ts';
import type { TestGateway } from '../support/gateway.ts';
import { codesOf } from '../support/gateway.ts';
import { textAt } from '../support/json.ts';
import type { SessionHeader } from '../support/peer.ts';
import type { KnownTransmitter } from './verify-set.ts';
import { secretFile, withLists } from '../support/with-lists.ts';

export const issuer = 'https://gateway.example.com';
export const audience = 'https://receiver.example.com';
export const personIssuer = 'https://am.example.com/am/oauth2/realms/root/realms/alpha';

/** Creates a private RSA key in PEM. */
export function newPem(bits = 2_048): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The options of streams by their names; the name of each is also a part of its audience. */
export function signalEnv(streams: Readonly<Record<string, object>>, pem: string): Environment {
  return {
    ...withLists({
      streams: Object.entries(streams).map(([name, parts]) => ({
        name,
        audience: `${audience}/${name}`,
        tokens: [secretFile(tokenOf(name))],
        ...parts,
      })),
      signals: { subjectIssuers: [{ realm: 'alpha', issuer: personIssuer }] },
    }),
    SSF_ISSUER: issuer,
    SSF_SIGNING_KEYS: pem,
    WEBHOOK_PRIVATE_TARGETS: 'allow',
  };
}

export function tokenOf(stream: string): string {
  return `${stream}-TOKEN-CANARY-`.padEnd(40, 'x');
}

/** Returns what a receiver learns from the metadata, as of now. */
export async function discover(
  gateway: Pick<TestGateway, 'url'>,
  stream: string,
): Promise<KnownTransmitter> {
  const metadata = await jsonAt(gateway, '/.well-known/ssf-configuration');
  const { pathname } = new URL(textAt(metadata, 'jwks_uri'));
  return {
    issuer: textAt(metadata, 'issuer'),
    audience: `${audience}/${stream}`,
    keys: await jsonAt(gateway, pathname),
  };
}

async function jsonAt({ url }: Pick<TestGateway, 'url'>, path: string): Promise<unknown> {
  const response = await fetch(url + path);
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

/** A call of a receiver. */
export interface ReceiverCall {
  readonly method?: string;
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls an endpoint as the receiver of `siem`, unless another token is given. */
export function call(
  { url }: Pick<TestGateway, 'url'>,
  path: string,
  { method, token = tokenOf('siem'), body, headers = {} }: ReceiverCall = {},
): Promise<Response> {
  return fetch(url + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

/** Resets a person's devices of some kinds, and returns the reference number. */
export async function resetOf(
  gateway: TestGateway,
  as: SessionHeader,
  { id, kinds = ['OATH'], endSessions = false, ...more }: ResetRequest,
): Promise<string> {
  const query = `mutation ($input: ResetDevicesInput!) { resetDevices(input: $input) {
    results { outcome } change { id: reference } } }`;
  const input = { target: { user: { id } }, kinds, endSessions, reason: 'REASON-CANARY', ...more };
  const answer = await gateway.ask(query, as, { input });
  if (codesOf(answer).length > 0) throw new Error(answer.text);
  return textAt(answer.data, 'resetDevices', 'change', 'id');
}

export interface ResetRequest {
  readonly id: string;
  readonly kinds?: readonly string[];
  readonly endSessions?: boolean;
  readonly dryRun?: boolean;
  readonly idempotencyKey?: string;
}
