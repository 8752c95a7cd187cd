import type { Ledger } from './ledger.ts';

/** The names of ledger operations in metrics and traces. */
export const ledgerOperations = [
  'check',
  'begin',
  'complete',
  'refuse',
  'search',
  'report',
  'read',
  'approval',
  'campaign',
  'proof',
  'threat',
  'enrolment',
  'session',
  'lock',
  'probe',
] as const;
export type LedgerOperation = (typeof ledgerOperations)[number];

/**
 * What a request does when its deadline passes during a call:
 *
 * - `fails`: the request fails; nothing was to be recorded.
 * - `may be recorded`: the request fails, and its error says that the step may be recorded.
 * - `caller`: the caller ends its wait, because it must undo a late result.
 * - `answer`: the request goes on with this result while the call continues.
 */
export type LateCall<Result = unknown> =
  | 'fails'
  | 'may be recorded'
  | 'caller'
  | { readonly answer: Result; readonly afterLastLook?: true };

/**
 * How many costly reads of one process run at once. They have connections of their own, so that
 * changes keep theirs.
 */
export const mostCostlyReads = 4;

/** How many of these may be long ones, so that the others need not wait for them. */
export const mostLongReads = 2;

/**
 * What a read of the ledger may touch:
 *
 * - `bounded`: rows by a unique key, or a range of an index whose length has a maximum;
 * - `costly`: very many rows. This is the default: who adds a read need not know more;
 * - `long`: whole months of records.
 */
export type ReadCost = 'bounded' | 'costly' | 'long';

/** The rule of one member of a port. */
export interface LedgerCallRule<Result = unknown> {
  readonly operation: LedgerOperation;
  /** What it may touch, if it is a read. */
  readonly cost?: ReadCost;
  readonly late: LateCall<Result>;
}

/**
 * The rules of a port and of the ports in it. What calls nothing, such as a listener or the clock,
 * has no rule.
 */
export type PortRules<Port> = {
  readonly [Name in keyof Port]-?: RuleOf<NonNullable<Port[Name]>>;
};

type RuleOf<Member> = Member extends (...given: never[]) => infer Result
  ? Result extends Promise<infer Value>
    ? LedgerCallRule<Value>
    : 'no call'
  : PortRules<Member>;

const rule = <O extends LedgerOperation, L extends LateCall<never>>(operation: O, late: L) => ({
  operation,
  late,
});
const read = rule('read', 'fails');
const bounded = { ...read, cost: 'bounded' } as const;
const long = { ...read, cost: 'long' } as const;
const campaign = rule('campaign', 'may be recorded');
const proof = rule('proof', 'may be recorded');
const approval = rule('approval', 'may be recorded');
const enrolment = rule('enrolment', 'may be recorded');
const lock = rule('lock', 'caller');
const session = rule('session', 'may be recorded');

/**
 * The rule of every member of every port of the ledger. A member or a port without one does not
 * compile, so that deadlines and metrics hold for each.
 */
export const ledgerCalls: PortRules<Ledger> = {
  check: rule('check', 'fails'),
  reachedLimits: bounded,
  // A late intent must be closed, because nothing was sent.
  begin: rule('begin', 'caller'),
  // The answer does not depend on it.
  complete: { operation: 'complete', late: { answer: 'under way', afterLastLook: true } },
  settle: rule('report', 'may be recorded'),
  refuse: { operation: 'refuse', late: { answer: undefined } },
  search: rule('search', 'fails'),
  report: rule('report', 'may be recorded'),
  takeReport: rule('report', 'may be recorded'),
  openIntents: read,
  history: read,
  activity: read,
  insights: long,
  coverage: bounded,
  findChange: bounded,
  findChanges: bounded,
  noticesOf: bounded,
  retryNotice: rule('report', 'may be recorded'),
  problem: rule('probe', 'fails'),
  now: 'no call',
  // A late lock must be released.
  locks: { tryAcquire: lock, acquire: lock },
  proofs: {
    start: proof,
    cancel: proof,
    wait: proof,
    end: proof,
    find: bounded,
  },
  identityChecks: { start: proof, enter: proof, bind: proof, take: proof, end: proof },
  campaigns: {
    find: bounded,
    list: read,
    create: campaign,
    progress: bounded,
    lines: read,
    take: campaign,
    active: read,
    takeOver: campaign,
    claim: campaign,
    identify: campaign,
    settle: campaign,
    endIfDone: campaign,
    hold: campaign,
    leftBehind: read,
    changeOf: bounded,
    figures: bounded,
  },
  threats: { current: bounded, set: rule('threat', 'may be recorded') },
  holds: {
    opensFor: 'no call',
    decide: enrolment,
    findOpen: bounded,
    ofChanges: bounded,
    awaited: bounded,
    noteDevice: enrolment,
    end: enrolment,
  },
  approvals: {
    repeated: bounded,
    request: approval,
    end: approval,
    find: bounded,
    isNews: bounded,
    waiting: bounded,
    count: read,
    onState: 'no call',
  },
  pageSessions: {
    add: session,
    find: bounded,
    touch: session,
    replace: session,
    remove: session,
    take: session,
    removeOld: session,
  },
};

/** What a call of the ledger may touch; null if it is no read. */
export function costOfCall({ operation, cost = 'costly' }: LedgerCallRule): ReadCost | null {
  return operation === 'read' ? cost : null;
}

/** Does something around each call. `act` makes the call; `call` is its path and arguments. */
export type AroundCall = (
  rule: LedgerCallRule,
  act: () => Promise<unknown>,
  call: readonly unknown[],
) => Promise<unknown>;

/** Returns a ledger that does something around each call of each port. */
export function aroundLedger(ledger: Ledger, around: AroundCall): Ledger {
  return aroundPort(ledger, { rules: ledgerCalls, around, path: '' });
}

interface AroundPort {
  readonly rules: object;
  readonly around: AroundCall;
  /** The names of the ports around this one. */
  readonly path: string;
}

function aroundPort<Port extends object>(port: Port, { rules, around, path }: AroundPort): Port {
  return new Proxy(port, {
    get: (target, name): unknown => {
      const member: unknown = Reflect.get(target, name, target);
      const given: unknown = Reflect.get(rules, name);
      if (typeof given !== 'object' || given === null) return member;
      const below = `${path}${String(name)}`;
      if (typeof member === 'object' && member !== null)
        return aroundPort(member, { rules: given, around, path: `${below}.` });
      if (typeof member !== 'function' || !isRule(given)) return member;
      return (...args: unknown[]) =>
        around(given, async (): Promise<unknown> => Reflect.apply(member, target, args), [
          below,
          ...args,
        ]);
    },
  });
}

function isRule(given: object): given is LedgerCallRule {
  return 'operation' in given && 'late' in given;
}
