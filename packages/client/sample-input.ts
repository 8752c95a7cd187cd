import { sampleAnswers } from './sample-answers.ts';
import type {
  DeviceChangeVerificationInput,
  DeviceChangeFilter,
  RegisteredDeviceKind,
  ResetCampaignLineState,
  RequestDeviceChangeInput,
  RealmThreatLevelName,
} from './operations.ts';

/** The variables of an operation, as far as the samples depend on them. */
export interface SampleVariables {
  readonly id?: unknown;
  readonly reference?: unknown;
  readonly realm?: unknown;
  readonly search?: string;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly filter?: DeviceChangeFilter | null;
  readonly idempotencyKey?: string;
  readonly state?: ResetCampaignLineState | null;
  readonly input?: SampleInput;
}

/** The members of every input that the samples depend on. */
export interface SampleInput {
  readonly target?: { readonly me?: boolean; readonly user?: SamplePerson };
  readonly user?: SamplePerson;
  readonly id?: unknown;
  readonly reference?: unknown;
  readonly proofId?: unknown;
  readonly kinds?: readonly RegisteredDeviceKind[] | null;
  readonly deviceId?: string | null;
  readonly name?: string;
  readonly dryRun?: boolean;
  readonly expectedDeviceIds?: readonly (string | number)[] | null;
  readonly idempotencyKey?: string | null;
  readonly endSessions?: boolean | null;
  readonly change?: RequestDeviceChangeInput['change'];
  readonly reason?: string | null;
  readonly ticket?: string | null;
  readonly verification?: DeviceChangeVerificationInput | null;
  readonly note?: string | null;
  readonly realm?: unknown;
  readonly level?: RealmThreatLevelName;
  readonly until?: string | null;
}

interface SamplePerson {
  readonly id?: unknown;
  readonly realm?: unknown;
}

const bob = sampleAnswers.HelpDeskPerson.user;

/** Whether a global id, or AM's own id in a realm, is of the user in the samples. */
export function isSampleUser({ id, realm }: SamplePerson): boolean {
  if (id === bob?.id) return true;
  return id === bob?.amId && isSampleRealm(realm);
}

/** Whether a realm is that of the samples, which is also the default. */
export function isSampleRealm(realm: unknown): boolean {
  return realm === undefined || realm === null || realm === bob?.realm;
}

/** Expected failures, as members of `errors`. */
export const failures = {
  noSuchPerson: {
    __typename: 'DeviceOwnerNotFound',
    message: 'There is no such person.',
    path: ['input', 'target', 'user', 'id'],
  },
  noSuchDevice: {
    __typename: 'RegisteredDeviceNotFound',
    message: 'There is no such device.',
    path: ['input', 'deviceId'],
  },
  devicesChanged: {
    __typename: 'DevicesChanged',
    message: 'Other devices are registered than the caller expected. Read them, then retry.',
    path: ['input', 'expectedDeviceIds'],
  },
  noSuchRequest: {
    __typename: 'PendingDeviceChangeNotFound',
    message: 'There is no such request.',
    path: ['input', 'id'],
  },
  noSuchCampaign: {
    __typename: 'ResetCampaignNotFound',
    message: 'There is no such campaign.',
    path: ['input', 'id'],
  },
  wrongState: {
    __typename: 'ResetCampaignStateConflict',
    message: 'The state of the campaign does not permit this. Look at it again.',
    path: ['input', 'id'],
  },
  noSuchProof: {
    __typename: 'DeviceOwnerProofNotFound',
    message: 'There is no such proof of this person.',
    path: ['input', 'proofId'],
  },
  noSuchChange: {
    __typename: 'DeviceChangeNotFound',
    message: 'There is no such change.',
    path: ['input', 'reference'],
  },
  closedRequest: {
    __typename: 'PendingDeviceChangeClosed',
    message: 'This request was decided about before, or has expired. Nothing was sent.',
    path: null,
  },
} as const;
