import { sampleAnswers } from './sample-answers.ts';
import type { SampleAnswers } from './sample-answers.ts';
import { sampleChanges } from './sample-changes.ts';
import { isSampleRealm, isSampleUser, type SampleVariables } from './sample-input.ts';
import { selectFor } from './sample-selection.ts';
import { SampleState } from './sample-state.ts';

/** Returns the data of an answer to a documented operation. */
export type SampleGateway = <Name extends keyof SampleAnswers>(
  name: Name,
  variables?: SampleVariables & Readonly<Record<string, unknown>>,
) => SampleAnswers[Name];

/**
 * Creates a gateway in memory for the samples' user bob. Answers depend on the variables, and on
 * the changes before: of devices, names, history, requested changes, and the threat level. It
 * checks no permissions. Its times and ids are the same in every run.
 */
export function createSampleGateway(): SampleGateway {
  const state = new SampleState();
  const payloads = new Map<string, string>();
  return (name, variables = {}) => {
    const { input = {} } = variables;
    const key = input.idempotencyKey ? `${name} ${input.idempotencyKey}` : null;
    const replayed = payloads.get(key ?? '');
    if (replayed !== undefined) return JSON.parse(replayed, asReplayed);
    const data = isChange(name) ? sampleChanges[name](state, input) : read(state, name, variables);
    const text = JSON.stringify(selectFor(name, state.current(data, variables)));
    if (key !== null) payloads.set(key, text);
    return JSON.parse(text);
  };
}

function isChange(name: string): name is keyof typeof sampleChanges {
  return Object.hasOwn(sampleChanges, name);
}

function asReplayed(key: string, value: unknown): unknown {
  return key === 'isReplayed' ? true : value;
}

/** The data of a query, or of a mutation that leaves the samples as they are. */
function read(state: SampleState, name: keyof SampleAnswers, variables: SampleVariables): object {
  const sample = sampleAnswers[name];
  switch (name) {
    case 'SearchPeople':
      return search(variables);
    case 'ChangeByKey':
      return { deviceChange: state.history.byKey(variables.idempotencyKey) };
    case 'PendingChange':
      return { pendingDeviceChange: state.approvals.find(variables.id) };
    case 'PendingChanges':
      return { pendingDeviceChanges: state.approvals.waiting() };
    default:
      return 'user' in sample && !isSampleUser(variables) ? { user: null } : sample;
  }
}

/** The people whose user name, mail address or name begins with the text. */
function search({ search: text = '', realm }: SampleVariables): object {
  const { users } = sampleAnswers.SearchPeople;
  const wanted = text.toLowerCase();
  const edges = (users?.edges ?? []).filter(({ node: { username, displayName, email } }) =>
    [username, email, displayName, ...(displayName?.split(' ') ?? [])].some((one) =>
      one?.toLowerCase().startsWith(wanted),
    ),
  );
  if (edges.length > 0 && isSampleRealm(realm)) {
    const found = edges.map((edge) => ({
      ...edge,
      isExact: edge.node.username.toLowerCase() === wanted,
    }));
    return { users: { ...users, edges: found } };
  }
  const pageInfo = { ...users?.pageInfo, hasNextPage: false, endCursor: null };
  return { users: { ...users, edges: [], pageInfo } };
}
