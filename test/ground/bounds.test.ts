/** Every map and set that lives on in the gateway's memory has a bound. */
import { glob, readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';

/** What bounds a map or set that is a member of a class, or belongs to a module. */
type Bound =
  /** An entry is there while its work runs, and admission bounds the work. */
  | 'work in progress'
  /** Keys come from options or a closed set of the code. */
  | 'configured names'
  /** Lives as long as one request, document or run of a command. */
  | 'one request'
  /** A maximum in the code beside it. */
  | 'a maximum'
  /** An entry leaves after a time, and a limit bounds how many come within it. */
  | 'a time';

const bounds: Readonly<Record<string, Bound>> = {
  'access/permissions.ts granted': 'one request',
  'access/privileges.ts known': 'one request',
  'am/calls/directories.ts #reported': 'configured names',
  'am/calls/directories.ts #suffixes': 'configured names',
  'am/http/bulkhead.ts #bulkheads': 'configured names',
  'am/proof/journeys.ts #closed': 'configured names',
  'am/recording/placeholders.ts #counts': 'one request',
  'am/recording/placeholders.ts #known': 'one request',
  'am/recording/scrubber.ts #members': 'one request',
  'changes/campaigns/campaign-run.ts #working': 'work in progress',
  'changes/campaigns/pacer.ts #runs': 'work in progress',
  'changes/request/change-locks.ts #holders': 'work in progress',
  'changes/request/change-locks.ts #shares': 'work in progress',
  'changes/request/costly-reads.ts #callers': 'work in progress',
  'commands/coverage/person-devices.ts #listed': 'configured names',
  'commands/coverage/person-devices.ts #seen': 'one request',
  'commands/coverage/person-devices.ts notOffered': 'configured names',
  'config/source/source.ts #refused': 'one request',
  'config/source/source.ts live': 'configured names',
  'documents/operation-cost.ts #prices': 'one request',
  'domain/devices/coverage.ts #people': 'configured names',
  'graph/build-schema.ts schemas': 'configured names',
  'graph/request/context.ts grants': 'one request',
  'ledger/intents/refusals.ts #beyond': 'a time',
  'ledger/intents/spool.ts #stuck': 'a maximum',
  'ledger/records/background.ts #running': 'work in progress',
  'ledger/records/unreadable.ts #ids': 'a maximum',
  'ledger/security/security-reports.ts #collected': 'configured names',
  'notices/courier.ts #underWay': 'work in progress',
  'pages/oauth/oauth-issuers.ts #keys': 'configured names',
  'pages/oauth/session-renewal.ts #renewals': 'work in progress',
  'server/drain.ts #sockets': 'work in progress',
  'server/enrolment.ts #asked': 'a maximum',
  'shared-signals/poll.ts #waiting': 'configured names',
  'shared-signals/stream-requests.ts #last': 'configured names',
  'store/engines/postgres-locks.ts #held': 'work in progress',
  'store/engines/postgres-locks.ts #locked': 'work in progress',
  'telemetry/metrics.ts #names': 'a maximum',
  'telemetry/security-counts.ts counts': 'configured names',
};

/** A member of a class, or an empty map of a module, that something may be added to. */
const growing =
  /^ +(?:(?:private|public|static|readonly) )*(#?\w+)(?:: [^=;\n]+)? = new (?:Map|Set)\b|^(?:export )?(?:const|let) (\w+).* = new (?:Map|Set)(?:<.*>)?\(\)/gm;

test('every map and set that lives on has a bound', async () => {
  const found: string[] = [];
  for await (const file of glob('src/**/*.ts', { exclude: (name) => name === 'sandbox' })) {
    const text = await readFile(file, 'utf8');
    for (const [, member, constant] of text.matchAll(growing)) {
      found.push(`${file.replace(/^src\//, '')} ${member ?? constant}`);
    }
  }

  expect(found.toSorted()).toEqual(Object.keys(bounds).toSorted());
});
