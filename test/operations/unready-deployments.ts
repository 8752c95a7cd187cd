/** Deployments with one broken thing, with which a start goes on and is not ready. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Probe } from '../../src/server/health.ts';
import { withLists } from '../support/with-lists.ts';
import type { Rows, Stand } from './deployments.ts';

/** What a start goes on without, and readiness reports. A new probe needs a row. */
export function notReady({ servers: { values } }: Stand): Readonly<Record<Probe, Rows>> {
  const away = `http://127.0.0.1:${values['closed']}/am`;
  return {
    am: [
      { what: 'AM is away', env: { AM_URL: away }, mend: 'AM_URL' },
      { what: 'no such host', env: { AM_URL: 'http://am.invalid/am' }, mend: 'AM_URL' },
      { what: 'a web page', env: { AM_URL: `${values['page']}/am` }, mend: 'AM_URL' },
      { what: 'a redirect', env: { AM_URL: `${values['page']}/redirect` }, mend: 'AM_URL' },
      {
        what: 'another deploy path',
        env: { AM_URL: `${values['am-root']}/other` },
        mend: 'AM_URL',
      },
      { what: 'TLS that AM lacks', env: { AM_URL: `${values['am-tls']}/am` }, mend: 'AM_URL' },
      { what: 'a realm that AM lacks', env: { AM_REALMS: 'gamma' }, mend: 'AM_REALMS' },
      { what: 'a further realm', env: { AM_REALMS: 'alpha,gamma' }, mend: 'AM_REALMS' },
      { what: 'another product', env: { AM_FLAVOR: 'openam' }, mend: 'AM_FLAVOR' },
    ],
    ledger: [
      {
        what: 'PostgreSQL is away',
        env: { DATABASE_URL: `postgres://127.0.0.1:${values['closed']}/ledger` },
        mend: 'DATABASE_URL',
      },
      {
        what: 'PostgreSQL at an unknown name',
        env: { DATABASE_URL: 'postgres://postgres.invalid/ledger' },
        mend: 'DATABASE_URL: no host postgres.invalid',
      },
      {
        what: 'PostgreSQL does not answer',
        env: { DATABASE_URL: `postgres://127.0.0.1:${values['silent']}/ledger` },
        mend: 'DATABASE_URL',
        logged: '(time-out)',
      },
      {
        what: 'a server without TLS',
        env: {
          DATABASE_URL: `postgres://me@127.0.0.1:${values['postgres']}/ledger?sslmode=require`,
        },
        mend: 'DATABASE_URL',
        logged: '(the server offers no TLS',
      },
      {
        what: 'too many connections',
        env: { DATABASE_URL: `postgres://53300@127.0.0.1:${values['postgres']}/ledger` },
        mend: 'DATABASE_URL',
      },
      {
        what: 'another server',
        env: { DATABASE_URL: `${values['page']}/ledger`.replace('http', 'postgres') },
        mend: 'DATABASE_URL',
        logged: 'another server may listen there)',
      },
    ],
    records: [
      {
        what: 'a damaged file',
        env: ({ folder, write }) => {
          mkdirSync(join(folder, 'spool'));
          write('spool/outcomes-1-x.jsonl.bad', 'x');
          return {};
        },
        mend: 'DATA_DIR',
      },
    ],
    clocks: [
      {
        what: 'a clock of AM that is behind',
        env: {
          AM_URL: `${values['am-behind']}`,
          AM_SERVICE_USERNAME: '',
          AM_SERVICE_PASSWORD: '',
          HELP_DESK_GROUPS: '',
          ADMIN_GROUPS: '',
          AUDITOR_GROUPS: '',
        },
        mend: 'clock: the clocks are -3',
        logged: "s behind this machine's: let all of them",
      },
    ],
    service: [
      { what: 'a wrong password', env: { AM_SERVICE_PASSWORD: 'x' }, mend: 'AM_SERVICE_PASSWORD' },
      {
        what: 'an account without rights',
        env: { AM_SERVICE_USERNAME: 'bob', AM_SERVICE_REALM: 'alpha' },
        mend: 'AM_SERVICE_USERNAME',
      },
      { what: 'no such group', env: { ADMIN_GROUPS: 'nobodies' }, mend: 'ADMIN_GROUPS' },
      { what: 'no such desk', env: { HELP_DESK_GROUPS: 'nobodies' }, mend: 'HELP_DESK_GROUPS' },
      {
        what: 'no such group of approvals',
        env: withLists({ approvals: [{ group: { name: 'nobodies' } }] }),
        mend: 'approvals: realm alpha has no group nobodies',
      },
    ],
  };
}
