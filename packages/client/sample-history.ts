import { sampleAnswers } from './sample-answers.ts';
import { isSampleRealm, isSampleUser } from './sample-input.ts';
import type { SampleInput, SampleVariables } from './sample-input.ts';
import type { DeviceChangeFilter, RealmHistoryQuery } from './operations.ts';

type Page = NonNullable<RealmHistoryQuery['realmHistory']>;
type Change = Page['edges'][number]['node'];

/** What a change did, beside what its input says. */
export interface SampleRecord extends Partial<Omit<Change, 'id' | 'reference'>> {
  readonly effect: Change['effect'];
  readonly outcome: Change['outcome'];
}

/** The recorded changes of the sample user, newest first. */
export class SampleHistory {
  readonly #changes: Change[] = [];
  readonly #byKey = new Map<string, Change>();

  /** Records a change, as one of the user or of the help desk. */
  record(input: SampleInput, record: SampleRecord): Change {
    const number = this.#changes.length;
    const { dryRun = false, reason = null, ticket = null, verification, idempotencyKey } = input;
    const reference = referenceOf(number);
    const change: Change = {
      id: `DeviceChange=${btoa(JSON.stringify([reference])).replace(/=+$/, '')}`,
      reference,
      at: new Date(firstAtMs + number * 60_000).toISOString(),
      kinds: [],
      isDryRun: dryRun,
      refusal: null,
      personAmId: 'bob',
      realm: 'alpha',
      actor: input.target?.me === true ? self : staff,
      removedDevices: [],
      renaming: null,
      registeredAgainAt: null,
      sessionsEnding: 'NOT_ASKED',
      sessionsEnded: null,
      reason,
      ticket,
      verification: asVerified(verification),
      approval: null,
      isOverride: false,
      report: null,
      notices: [],
      correlationId: `correlation-${number + 1}`,
      __typename: 'DeviceChange',
      ...record,
    };
    this.#changes.unshift(change);
    if (idempotencyKey) this.#byKey.set(idempotencyKey, change);
    return change;
  }

  byKey(key: string | undefined): Change | null {
    return this.#byKey.get(key ?? '') ?? null;
  }

  /** The change with a reference number; that of the samples is there from the start. */
  find(reference: unknown): Pick<Change, 'id' | 'reference'> | null {
    const { deviceChange } = sampleAnswers.ChangeNotices;
    const sample = deviceChange?.reference === reference ? deviceChange : null;
    const recorded = this.#changes.find((change) => change.reference === reference);
    return recorded ?? sample;
  }

  /** Adds to a change what became known later. Null if there is no such change. */
  mark(reference: unknown, mark: object): object | null {
    const index = this.#changes.findIndex((change) => change.reference === reference);
    const change = this.#changes[index];
    if (change !== undefined) this.#changes[index] = { ...change, ...mark, ...named(change) };
    const found = this.find(reference);
    return found && { ...found, ...mark, ...named(found) };
  }

  /** A page of the changes. */
  page({ first, after, filter, realm }: SampleVariables) {
    const matches = isSampleRealm(realm) ? this.#changes.filter(isMatch(filter ?? {})) : [];
    const start = after ? matches.findIndex(({ id }) => id === after) + 1 : 0;
    const end = start + (first ?? 10);
    const shown = matches.slice(start, end);
    return {
      edges: shown.map((node) => ({ cursor: node.id, node, __typename: 'DeviceChangeEdge' })),
      nodes: shown,
      unreadable: 0,
      pageInfo: {
        hasNextPage: matches.length > end,
        endCursor: shown.at(-1)?.id ?? null,
        __typename: 'PageInfo',
      },
      __typename: 'DeviceChangeConnection',
    };
  }
}

function named({ id, reference }: Pick<Change, 'id' | 'reference'>) {
  return { id, reference };
}

/** How the user's identity was verified, as records have it. */
export function asVerified(verification: SampleInput['verification']): Change['verification'] {
  if (!verification) return null;
  const { method, at, reference = null } = verification;
  return { method, at, reference, provenBy: null, __typename: 'DeviceChangeVerification' };
}

/** No change is refused in the samples. */
function isMatch(filter: DeviceChangeFilter): (change: Change) => boolean {
  const { person, actor, outcome, isRefused, isDryRun, report, ticket } = filter;
  const { reference, since, until } = filter;
  return (change) =>
    isRefused !== true &&
    (!report || report === change.report?.state) &&
    (!person || isSampleUser({ id: person })) &&
    (!actor || actor === change.actor.amId) &&
    (!outcome || outcome === change.outcome) &&
    (isDryRun ?? change.isDryRun) === change.isDryRun &&
    (!ticket || ticket === change.ticket) &&
    (!reference || reference === change.reference) &&
    (!since || change.at >= since) &&
    (!until || change.at < until);
}

const firstAtMs = Date.UTC(2026, 11, 1, 9);

/** The reference number of a change; the first is that of the samples. */
function referenceOf(number: number): string {
  const digits = (0xc0 + number).toString(16).toUpperCase().padStart(2, '0');
  return `7K3M-9QXT-2BW4-${digits}HJ`;
}

const self: Change['actor'] = {
  amId: 'bob',
  realm: 'alpha',
  role: 'SELF',
  credential: 'SESSION',
  clientId: null,
  __typename: 'DeviceChangeActor',
};

const staff: Change['actor'] = { ...self, amId: 'helen', role: 'HELP_DESK' };
