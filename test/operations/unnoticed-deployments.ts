/** Deployments with one broken thing that only `check --online` notices. */
import type { CheckedPart } from '../../src/commands/check/check-servers.ts';
import { openSandboxPeer, proofEnv } from '../support/peer.ts';
import { secretFile, withLists } from '../support/with-lists.ts';
import type { Env, Rows, Scene, Stand } from './deployments.ts';

/** What neither a start nor readiness notices. A new part of the configuration needs a row. */
export function later({ servers: { values } }: Stand): Readonly<Record<CheckedPart, Rows>> {
  const away = `http://127.0.0.1:${values['closed']}`;
  const bearers = { OIDC_ISSUER: 'https://issuer.example.com', OIDC_AUDIENCE: 'portal' };
  const introspection = { ...bearers, OIDC_CLIENT_ID: 'x', OIDC_CLIENT_SECRET: 'y' };
  const pages = { PAGES_CLIENT_ID: 'x', PAGES_CLIENT_SECRET: 'y', PAGES: 'on' };
  const secrets = [secretFile(`whsec_${'A'.repeat(43)}=`)];
  const webhook = (url: string) => withLists({ webhooks: [{ name: 'siem', url, secrets }] });
  const mail = { MAIL_FROM: 'a@example.com' };
  const vendor = (issuer: string, more: object = {}) => ({
    ...withLists({
      identityVerification: {
        vendors: [
          {
            name: 'idv',
            issuer,
            clientId: 'identity-gateway',
            clientSecret: secretFile('a-secret-of-a-client'),
            ...more,
          },
        ],
      },
    }),
    IDENTITY_VERIFICATION_SECRET: 's'.repeat(32),
  });
  const journeys =
    (proofJourneys: 'OPEN' | 'MISSING') =>
    async ({ closing }: Scene): Promise<Env> => {
      const peer = await openSandboxPeer();
      closing.push(() => peer.close());
      peer.sandbox.configure({ proofJourneys });
      return { AM_URL: peer.url, ...proofEnv };
    };
  const pingAm =
    (version: string) =>
    async ({ closing }: Scene): Promise<Env> => {
      const peer = await openSandboxPeer('pingam', { version });
      closing.push(() => peer.close());
      return { AM_URL: peer.url, ...peer.staffEnv() };
    };
  return {
    am: [
      {
        what: 'a PingAM that cannot rename codes',
        env: pingAm('7.5.1'),
        mend: 'AM_VERSION: AM reports 7.5.1; set AM_VERSION=7.5.1, because PingAM before 8 cannot rename',
      },
      {
        what: 'a PingAM that has been upgraded',
        env: async (scene: Scene) => ({ ...(await pingAm('8.0.2')(scene)), AM_VERSION: '7.5' }),
        mend: 'AM_VERSION: AM reports 8.0.2; set AM_VERSION=8.0.2, because PingAM from 8 on renames',
      },
      { what: 'a journey that is open', env: journeys('OPEN'), mend: 'proofJourneys' },
      { what: 'a journey that AM lacks', env: journeys('MISSING'), mend: 'proofJourneys' },
      {
        what: 'a wrong secret of the journeys',
        env: { ...proofEnv, PROOF_JOURNEY_SECRET: 'x'.repeat(40) },
        mend: 'PROOF_JOURNEY_SECRET',
      },
    ],
    identityVerification: [
      { what: 'a vendor that is away', env: vendor(away), mend: 'identityVerification.vendors' },
      {
        what: 'a web page in place of a vendor',
        env: vendor(`${values['page']}`),
        mend: 'identityVerification.vendors',
      },
    ],
    callers: [
      {
        what: 'keys of tokens that are away',
        env: { ...bearers, OIDC_JWKS_URL: `${away}/keys` },
        mend: 'OIDC_JWKS_URL',
      },
      {
        what: 'a client that the issuer rejects',
        env: { ...introspection, OIDC_INTROSPECTION_URL: `${values['page']}/401` },
        mend: 'OIDC_CLIENT_SECRET',
      },
    ],
    oauth: [
      {
        what: 'an issuer of another name',
        env: {
          ...pages,
          ...withLists({ pages: { issuers: [{ realm: 'alpha', issuer: `${values['page']}` }] } }),
        },
        mend: 'pages.issuers',
      },
    ],
    mail: [
      {
        what: 'a mail server that is away',
        env: { ...mail, SMTP_URL: `smtp://127.0.0.1:${values['closed']}` },
        mend: 'SMTP_URL',
      },
    ],
    webhooks: [
      {
        what: 'a private address',
        env: webhook('https://10.0.0.1/hook'),
        mend: 'WEBHOOK_PRIVATE_TARGETS',
      },
      {
        what: 'a name with a private address',
        env: webhook(away.replace('127.0.0.1', 'localhost')),
        mend: 'WEBHOOK_PRIVATE_TARGETS',
      },
      {
        what: 'a receiver that is away',
        env: { ...webhook(away), WEBHOOK_PRIVATE_TARGETS: 'allow' },
        mend: 'webhooks',
      },
    ],
    sharedSignals: [
      {
        what: 'a stream to a private address',
        env: {
          SSF_ISSUER: 'https://gateway.example.com',
          ...withLists({
            streams: [{ name: 'okta', push: 'https://192.168.0.1/events', audience: 'okta' }],
            signals: {
              subjectIssuers: [{ realm: 'alpha', issuer: 'https://am.example.com/oauth2' }],
            },
          }),
          SSF_SIGNING_KEYS: `${values['rsa-jwk']}`,
        },
        mend: 'WEBHOOK_PRIVATE_TARGETS',
      },
    ],
    auditLog: [
      {
        what: 'a folder that is missing',
        env: { AUDIT_LOG: 'file:/none/changes.jsonl' },
        mend: 'AUDIT_LOG',
      },
    ],
    tracing: [
      {
        what: 'a collector that is away',
        env: { OTEL_EXPORTER_OTLP_ENDPOINT: away },
        mend: 'OTEL_EXPORTER_OTLP_ENDPOINT',
      },
      {
        what: 'a collector that refuses the key',
        env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${values['page']}/401` },
        mend: 'OTEL_EXPORTER_OTLP_HEADERS',
      },
    ],
  };
}
