/**
 * The permissions of every caller on every target. `matrix.test.ts` tries every cell over every
 * path in the schema. A guarded field of the schema without a row fails.
 *
 * `yes`: allowed. `nobody`: allowed, and the person does not exist. Otherwise the code of the
 * refusal.
 */

/** The callers, in the order of the rows. */
export const callers = [
  'nobody',
  'an ended session',
  'alice',
  'a bearer for alice who may read',
  'a bearer for alice who may read and reset',
  'helen of the help desk',
  'oscar the administrator',
  'rita the auditor',
  'amadmin the super user',
  'hektor of the help desk of beta',
] as const;
export type CallerName = (typeof callers)[number];

/** The targets, in the order of the columns. */
export const targets = [
  'unnamed',
  'own name',
  'own name in root',
  'bob',
  'vera',
  'ada',
  'amadmin',
  'bella',
  'missing',
] as const;
export type TargetName = (typeof targets)[number];

/** The actions, each with a table. */
export const deeds = [
  'see a person',
  'see devices',
  'see personal data of a device',
  'reset',
  'remove or rename',
] as const;
export type Deed = (typeof deeds)[number];

/**
 * `unnamed` is the caller without a name given, `own name` the caller by name, and `own name in
 * root` by the same name in the top realm, which shares the directory of alpha. bob is an ordinary
 * person of alpha, vera an executive (privileged), ada an administrator (privileged too), amadmin
 * the super user in the top realm, bella a person of beta; missing is a name that no person in
 * alpha has.
 */
export const expected: Readonly<Record<Deed, string>> = {
  'see a person': `
                                            | unnamed         | own name        | own name in root | bob             | vera            | ada             | amadmin         | bella           | missing
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | yes              | yes             | yes             | yes             | yes             | FORBIDDEN       | nobody
  oscar the administrator                   | yes             | yes             | yes              | yes             | yes             | yes             | yes             | FORBIDDEN       | nobody
  rita the auditor                          | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes              | yes             | yes             | yes             | yes             | yes             | nobody
  hektor of the help desk of beta           | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | yes             | FORBIDDEN
`,
  'see devices': `
                                            | unnamed         | own name        | own name in root | bob             | vera              | ada               | amadmin           | bella           | missing
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | yes              | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | nobody
  oscar the administrator                   | yes             | yes             | yes              | yes             | yes               | yes               | yes               | FORBIDDEN       | nobody
  rita the auditor                          | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes              | yes             | yes               | yes               | yes               | yes             | nobody
  hektor of the help desk of beta           | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | yes             | FORBIDDEN
`,
  'see personal data of a device': `
                                            | unnamed         | own name        | own name in root | bob             | vera              | ada               | amadmin           | bella           | missing
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | FORBIDDEN        | FORBIDDEN       | TARGET_PRIVILEGED | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | nobody
  oscar the administrator                   | yes             | yes             | yes              | yes             | yes               | yes               | yes               | FORBIDDEN       | nobody
  rita the auditor                          | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes              | yes             | yes               | yes               | yes               | yes             | nobody
  hektor of the help desk of beta           | yes             | yes             | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
`,
  reset: `
                                            | unnamed            | own name           | own name in root | bob             | vera              | ada               | amadmin           | bella           | missing
  nobody                                    | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes                | yes                | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes                | yes                | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes                | OWN_ACCOUNT        | OWN_ACCOUNT      | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | nobody
  oscar the administrator                   | yes                | OWN_ACCOUNT        | OWN_ACCOUNT      | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | nobody
  rita the auditor                          | yes                | yes                | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes                | yes                | yes              | yes             | yes               | yes               | yes               | yes             | nobody
  hektor of the help desk of beta           | yes                | OWN_ACCOUNT        | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | yes             | FORBIDDEN
`,
  'remove or rename': `
                                            | unnamed            | own name           | own name in root | bob             | vera              | ada               | amadmin           | bella           | missing
  nobody                                    | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED  | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes                | yes                | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes                | yes                | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes                | OWN_ACCOUNT        | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  oscar the administrator                   | yes                | OWN_ACCOUNT        | OWN_ACCOUNT      | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | nobody
  rita the auditor                          | yes                | yes                | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes                | yes                | yes              | yes             | yes               | yes               | yes               | yes             | nobody
  hektor of the help desk of beta           | yes                | OWN_ACCOUNT        | FORBIDDEN        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN
`,
};

/** A search is about a realm and not about a person. */
export const expectedOfSearch = `
                                            | unnamed         | alpha           | beta
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | FORBIDDEN
  oscar the administrator                   | yes             | yes             | FORBIDDEN
  rita the auditor                        | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes
  hektor of the help desk of beta           | yes             | FORBIDDEN       | yes
`;

/** One set of expectations: of these callers, about these targets. */
export interface Table {
  readonly callers: readonly string[];
  readonly targets: readonly TargetName[];
  readonly expected: Readonly<Record<Deed, string>>;
  readonly expectedOfSearch: string;
  /** Whether AM's own record of the person decides, so that it is read before a refusal. */
  readonly isDecidedByPerson?: true;
}

/** The expectations of every kind of caller. */
export const everybody: Table = { callers, targets, expected, expectedOfSearch };

/**
 * Every guarded field of the schema, and what it is to read or call it. `history` and `prove` are
 * tried in record-access.test.ts; what they show is in the other tests of records, and in
 * `test/approvals`, `test/proofs` and `test/threats`.
 */
export const fields: Readonly<Record<string, Deed | 'search' | 'history' | 'prove'>> = {
  'Query.users': 'search',
  'Query.me': 'see a person',
  'Query.user': 'see a person',
  'Query._entities': 'see a person',
  'Query.node': 'see a person', // other types: node-access.test.ts
  'Query.nodes': 'see a person', // node-access.test.ts
  'Query.deviceChange': 'history',
  'Query.realmHistory': 'history',
  'Query.deviceChangeInsights': 'history',
  'Query.realmDeviceCoverage': 'history',
  'GatewayCaller.history': 'history',
  'Query.pendingDeviceChanges': 'history',
  'Query.pendingDeviceChange': 'history',
  'PendingDeviceChange.person': 'history',
  'DeviceChange.person': 'history',
  'DeviceChangeActor.user': 'history',
  'DeviceChange.deliveries': 'history',
  'ResetCampaignLine.person': 'history',
  'ResetCampaignLine.change': 'history',
  'User.oathSkip': 'see devices',
  'User.devices': 'see devices',
  'User.devicesByKind': 'see devices',
  'User.history': 'see devices',
  'User.oathDevices': 'see devices',
  'User.pushDevices': 'see devices',
  'ProfileDevice.data': 'see personal data of a device',
  'ResetDevicesPayload.user': 'see a person',
  'ResetDevicesPayload.devicesByKind': 'see devices',
  'RemoveDevicePayload.user': 'see a person',
  'RemoveDevicePayload.devicesByKind': 'see devices',
  'RenameDevicePayload.user': 'see a person',
  'RenameDevicePayload.devicesByKind': 'see devices',
  'RenameDevicePayload.device': 'see devices',
  'ApproveDeviceChangePayload.user': 'see a person',
  'ApproveDeviceChangePayload.devicesByKind': 'see devices',
  'ClosePendingDeviceChangePayload.user': 'see a person',
  'ClosePendingDeviceChangePayload.devicesByKind': 'see devices',
  'EndDeviceOwnerSessionsPayload.user': 'see a person',
  'Mutation.resetOathDevices': 'reset',
  'Mutation.resetPushDevices': 'reset',
  'Mutation.resetDevices': 'reset',
  'Mutation.removeDevice': 'remove or rename',
  'Mutation.renameDevice': 'remove or rename',
  'Mutation.reportUnrecognisedDeviceChange': 'history',
  'Mutation.checkDeviceChange': 'history',
  'Mutation.takeDeviceChangeReport': 'history',
  'Mutation.retryDeviceChangeNotice': 'history',
  'Query.resetCampaign': 'history',
  'Query.resetCampaigns': 'history',
  'Mutation.createResetCampaign': 'history',
  'Mutation.takeResetCampaignStep': 'history',
  'Mutation.requestDeviceChange': 'history',
  'Mutation.approveDeviceChange': 'history',
  'Mutation.rejectDeviceChange': 'history',
  'Mutation.withdrawDeviceChange': 'history',
  'Mutation.endDeviceOwnerSessions': 'reset',
  'Mutation.startDeviceOwnerPushProof': 'prove',
  'Mutation.checkDeviceOwnerPushProof': 'prove',
  'Mutation.proveDeviceOwnerByCode': 'prove',
  'Mutation.startDeviceOwnerIdentityCheck': 'prove',
  'Mutation.readDeviceOwnerIdentityCheck': 'prove',
  'Query.realmThreatLevel': 'history',
  'RealmThreatLevel.since': 'history',
  'RealmThreatLevel.reason': 'history',
  'RealmThreatLevel.setBy': 'history',
  'Mutation.setRealmThreatLevel': 'history',
};

/** The public fields, by their type. Every other field is decided with its parent. */
export const open = [
  'Query.gatewayCaller',
  'Query.gatewayCapabilities',
  'Query._service',
  '_Service',
  'GatewayCaller',
  'AccessManagementCapabilities',
  'DeviceKindCapability',
];

/** One cell of a table. */
interface TableCell {
  readonly caller: string;
  readonly target: string;
  readonly verdict: string;
}

/** The cells of the tables that are read; they are selected at the end of every path. */
const cellsOfTables = new Map<string, readonly TableCell[]>();

/** One table as cells: caller, target, verdict. */
export function cellsOf(table: string): readonly TableCell[] {
  const cells = cellsOfTables.get(table) ?? readCells(table);
  cellsOfTables.set(table, cells);
  return cells;
}

function readCells(table: string): readonly TableCell[] {
  const [head = [], ...rows] = table
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const columns = head.slice(1);
  return rows.flatMap(([caller = '', ...verdicts]) =>
    columns.map((target, index) => ({ caller, target, verdict: verdicts[index] ?? '' })),
  );
}
