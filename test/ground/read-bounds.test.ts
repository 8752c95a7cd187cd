/**
 * Each bound on a read of the ledger, and why rows of an attacker cannot fill it. A read that
 * decides about access, and looks at a bounded number of rows, fails open if other rows can hide
 * the deciding row.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

/** `exact`: the condition alone decides, and any row that meets it gives the same answer. */
type Bound = 'exact' | 'newest' | 'the limit itself' | 'shown' | 'work in turns';

interface Reason {
  readonly is: Bound;
  /** Why it cannot be filled, or the test that fills it. */
  readonly why: string;
  readonly filledBy?: string;
}

const bounds: Readonly<Record<string, Reason>> = {
  'approvals/approval-requests.ts mostADay': {
    is: 'the limit itself',
    why: 'A row more is refused.',
    filledBy: 'approvals.test.ts',
  },
  'approvals/approval-requests.ts mostWaiting': {
    is: 'the limit itself',
    why: 'More of them cannot wait.',
    filledBy: 'approvals.test.ts',
  },
  'approvals/approval-requests.ts mostWithdrawn': {
    is: 'the limit itself',
    why: 'As many withdrawals silence news of the same requester.',
    filledBy: 'approvals.test.ts',
  },
  'approvals/approval-requests.ts 1': {
    is: 'exact',
    why: 'An actor has one request of a key within a day.',
  },
  'approvals/approvals.ts mostExpired': {
    is: 'work in turns',
    why: 'What has expired leaves the selection.',
  },
  'audit/audit-trail.ts 1': { is: 'shown', why: 'A delivery continues at its own position.' },
  'audit/audit-trail.ts pageSize': { is: 'work in turns', why: 'Pages follow each other.' },
  'campaigns/campaign-lines.ts most': { is: 'shown', why: 'A page of a list.' },
  'campaigns/campaign-queries.ts 1': { is: 'exact', why: 'Whether a line of the state exists.' },
  'campaigns/campaign-queries.ts mostLeftBehind': {
    is: 'work in turns',
    why: 'The order is another one each time.',
    filledBy: 'left-behind.test.ts',
  },
  'campaigns/campaign-steps.ts most': { is: 'shown', why: 'A page of a list.' },
  'campaigns/campaigns.ts 1': { is: 'exact', why: 'Whether another line or intent exists.' },
  'coverage/coverages.ts 1': { is: 'newest', why: 'Only the gateway counts.' },
  'enrolment/hold-rows.ts 1': {
    is: 'newest',
    why: 'A later hold covers the kinds of those before it.',
    filledBy: 'hold-kinds.test.ts',
  },
  'enrolment/hold-rows.ts mostUnheld': {
    is: 'the limit itself',
    why: 'Own changes are left out in SQL; if the window is full, every kind holds.',
    filledBy: 'unheld-changes.test.ts',
  },
  'enrolment/holds.ts mostAwaited': {
    is: 'work in turns',
    why: 'A user has one open hold; it leaves the selection after its code.',
  },
  'history/history.ts first + 1': { is: 'shown', why: 'A page of a list.' },
  'history/searches.ts 1': {
    is: 'the limit itself',
    why: 'An offset of as many as are permitted.',
  },
  'intents/limits.ts 1': {
    is: 'the limit itself',
    why: 'An offset of as many as are permitted.',
    filledBy: 'limits.test.ts',
  },
  'intents/refusals.ts 1': {
    is: 'the limit itself',
    why: 'An equal refusal, or an offset of as many as are recorded.',
  },
  'outbox/outbox-claims.ts lookAt': { is: 'work in turns', why: 'What is sent leaves it.' },
  'outbox/outbox-claims.ts mostFollowers * ids.length': {
    is: 'work in turns',
    why: 'The next claim takes the others.',
  },
  'outbox/signal-streams.ts 1': { is: 'exact', why: 'Whether a message waits.' },
  'proofs/identity-checks.ts 1': {
    is: 'the limit itself',
    why: 'An offset of as many as are permitted.',
    filledBy: '../identity-checks/attacks.test.ts',
  },
  'proofs/proofs.ts 1': {
    is: 'the limit itself',
    why: 'An offset of as many as are permitted.',
    filledBy: 'proofs.test.ts',
  },
  'records/pending-changes.ts first + 1': { is: 'shown', why: 'A page of a list.' },
  'records/record-limits.ts 1': {
    is: 'the limit itself',
    why: 'An offset of as many as are permitted.',
    filledBy: 'threat-levels.test.ts',
  },
  'records/repeats.ts 1': { is: 'exact', why: 'An actor has one change of a key within a day.' },
  'security/reports.ts 1': {
    is: 'the limit itself',
    why: 'An offset of as many as are permitted.',
    filledBy: 'reports.test.ts',
  },
  'security/threat-levels.ts 1': { is: 'newest', why: 'Levels of a realm replace each other.' },
  'upkeep/prune.ts 1': { is: 'exact', why: 'The ends of the chain.' },
  'upkeep/prune.ts batchSize': { is: 'work in turns', why: 'What is removed leaves it.' },
  'upkeep/walk.ts 1': { is: 'exact', why: 'The start of the chain.' },
  'upkeep/walk.ts pageSize': { is: 'work in turns', why: 'Pages follow each other.' },
};

const found = globSync('**/*.ts', { cwd: 'src/ledger' }).flatMap((file) => {
  const text = readFileSync(`src/ledger/${file}`, 'utf8');
  return [...text.matchAll(/\.limit\(([^)]+)\)/g)].map(([, bound]) => `${file} ${bound}`);
});

test('every bound has its reason, and every reason its bound', () => {
  expect([...new Set(found)].toSorted()).toEqual(Object.keys(bounds).toSorted());
});

test.each(
  Object.entries(bounds).flatMap(([bound, { filledBy }]) => (filledBy ? [[bound, filledBy]] : [])),
)('%s is filled in %s', (_bound, file) => {
  expect(existsSync(`test/ledger/${file}`)).toBe(true);
});
