import { sampleAnswers } from './sample-answers.ts';
import type { SampleAnswers } from './sample-answers.ts';
import { sampleChanges } from './sample-changes.ts';
import { isSampleRealm, isSampleUser } from './sample-input.ts';
import type { SampleInput, SampleVariables } from './sample-input.ts';
import type { MutationName } from './operations.ts';
import { selectFor } from './sample-selection.ts';
import { SampleState } from './sample-state.ts';
import { sampleSteps } from './sample-steps.ts';

/** Returns the data of an answer to a documented operation. */
export type SampleGateway = <Name extends keyof SampleAnswers>(
  name: Name,
  variables?: SampleVariables & Readonly<Record<string, unknown>>,
) => SampleAnswers[Name];

/**
 * Creates a gateway in memory for the samples' user bob. Answers depend on the variables, and on
 * the changes before: of devices, names, history, requested changes, campaigns, and the threat
 * level. Each read of a running campaign is a minute later. The gateway checks no
 * permissions. Its times and ids are the same in every run.
 */
export function createSampleGateway(): SampleGateway {
  const state = new SampleState();
  const payloads = new Map<string, string>();
  return (name, variables = {}) => {
    const { input = {} } = variables;
    const key = input.idempotencyKey ? `${name} ${input.idempotencyKey}` : null;
    const replayed = payloads.get(key ?? '');
    if (replayed !== undefined) return JSON.parse(replayed, asReplayed);
    const data = isMutation(name) ? mutations[name](state, input) : read(state, name, variables);
    const text = JSON.stringify(selectFor(name, state.current(data, variables)));
    if (key !== null) payloads.set(key, text);
    return JSON.parse(text);
  };
}

const mutations: Readonly<Record<MutationName, Mutation>> = { ...sampleChanges, ...sampleSteps };

type Mutation = (state: SampleState, input: SampleInput) => object;

function isMutation(name: string): name is MutationName {
  return Object.hasOwn(mutations, name);
}

function asReplayed(key: string, value: unknown): unknown {
  return key === 'isReplayed' ? true : value;
}

/** The data of a query. */
function read(state: SampleState, name: keyof SampleAnswers, variables: SampleVariables): object {
  const sample = sampleAnswers[name];
  if (name === 'SearchPeople') return search(variables);
  // What lacks is null.
  if (!('user' in sample) && !isSampleRealm(variables.realm)) return {};
  switch (name) {
    case 'ChangeByKey':
      return { deviceChange: state.history.byKey(variables.idempotencyKey) };
    case 'ChangeNotices':
      return { deviceChange: notified(state.history.find(variables.reference)) };
    case 'Campaigns':
      return { resetCampaigns: state.campaigns.list(variables) };
    case 'Campaign':
      return { resetCampaign: state.readCampaign(variables) };
    case 'CampaignLines':
    case 'CampaignPeople':
      return { resetCampaign: state.campaigns.lines(variables) };
    case 'PendingChange':
      return { pendingDeviceChange: state.approvals.find(variables.id) };
    case 'PendingChanges':
      return { pendingDeviceChanges: state.approvals.waiting() };
    default:
      return 'user' in sample && !isSampleUser(variables) ? {} : sample;
  }
}

/** A change with the notices of the samples. */
function notified(change: object | null): object | null {
  const { notices = [] } = sampleAnswers.ChangeNotices.deviceChange ?? {};
  return change && { ...change, notices };
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
