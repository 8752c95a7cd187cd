/**
 * Who may do what to whom: the expectations, to be read by people. `matrix.test.ts` tries every cell over every
 * way that leads there. The list of fields must be the schema's: a guarded field without a row fails.
 *
 * `yes`: allowed. `nobody`: allowed, and there is no such person. Every other word is the code of the refusal.
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
  'bob',
  'vera',
  'ada',
  'amadmin',
  'bella',
  'missing',
] as const;
export type TargetName = (typeof targets)[number];

/** What is done: one table each. */
export const deeds = [
  'see a person',
  'see devices',
  'see personal data of a device',
  'reset',
  'remove or rename',
] as const;
export type Deed = (typeof deeds)[number];

/**
 * `unnamed` is the caller without a name given, `own name` the caller by name. bob is an ordinary person of
 * alpha, vera an executive (privileged), ada an administrator (privileged too), amadmin the super user in the
 * top realm, bella a person of beta; missing is a name that nobody in alpha has.
 */
export const expected: Readonly<Record<Deed, string>> = {
  'see a person': `
                                            | unnamed         | own name        | bob             | vera            | ada             | amadmin         | bella           | missing
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes             | yes             | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | yes             | yes             | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes             | yes             | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | yes             | yes             | yes             | FORBIDDEN       | FORBIDDEN       | nobody
  oscar the administrator                   | yes             | yes             | yes             | yes             | yes             | FORBIDDEN       | FORBIDDEN       | nobody
  rita the auditor                        | yes             | yes             | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes             | yes             | yes             | yes             | yes             | nobody
  hektor of the help desk of beta           | yes             | yes             | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | FORBIDDEN       | yes             | FORBIDDEN
`,
  'see devices': `
                                            | unnamed         | own name        | bob             | vera              | ada               | amadmin         | bella           | missing
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | FORBIDDEN       | nobody
  oscar the administrator                   | yes             | yes             | yes             | yes               | yes               | FORBIDDEN       | FORBIDDEN       | nobody
  rita the auditor                        | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes             | yes               | yes               | yes             | yes             | nobody
  hektor of the help desk of beta           | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | yes             | FORBIDDEN
`,
  'see personal data of a device': `
                                            | unnamed         | own name        | bob             | vera              | ada               | amadmin         | bella           | missing
  nobody                                    | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes             | yes             | FORBIDDEN       | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | FORBIDDEN       | nobody
  oscar the administrator                   | yes             | yes             | yes             | yes               | yes               | FORBIDDEN       | FORBIDDEN       | nobody
  rita the auditor                        | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes             | yes             | yes             | yes               | yes               | yes             | yes             | nobody
  hektor of the help desk of beta           | yes             | yes             | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
`,
  reset: `
                                            | unnamed            | own name           | bob             | vera              | ada               | amadmin         | bella           | missing
  nobody                                    | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes                | yes                | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes                | yes                | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes                | OWN_ACCOUNT        | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | FORBIDDEN       | nobody
  oscar the administrator                   | yes                | OWN_ACCOUNT        | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | FORBIDDEN       | nobody
  rita the auditor                        | yes                | yes                | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes                | yes                | yes             | yes               | yes               | yes             | yes             | nobody
  hektor of the help desk of beta           | yes                | OWN_ACCOUNT        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | yes             | FORBIDDEN
`,
  'remove or rename': `
                                            | unnamed            | own name           | bob             | vera              | ada               | amadmin         | bella           | missing
  nobody                                    | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  an ended session                          | UNAUTHENTICATED    | UNAUTHENTICATED    | UNAUTHENTICATED | UNAUTHENTICATED   | UNAUTHENTICATED   | UNAUTHENTICATED | UNAUTHENTICATED | UNAUTHENTICATED
  alice                                     | yes                | yes                | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read           | INSUFFICIENT_SCOPE | INSUFFICIENT_SCOPE | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  a bearer for alice who may read and reset | yes                | yes                | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  helen of the help desk                    | yes                | OWN_ACCOUNT        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  oscar the administrator                   | yes                | OWN_ACCOUNT        | yes             | TARGET_PRIVILEGED | TARGET_PRIVILEGED | FORBIDDEN       | FORBIDDEN       | nobody
  rita the auditor                        | yes                | yes                | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
  amadmin the super user                    | yes                | yes                | yes             | yes               | yes               | yes             | yes             | nobody
  hektor of the help desk of beta           | yes                | OWN_ACCOUNT        | FORBIDDEN       | FORBIDDEN         | FORBIDDEN         | FORBIDDEN       | FORBIDDEN       | FORBIDDEN
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
}

/** The expectations of every kind of caller. */
export const everybody: Table = { callers, targets, expected, expectedOfSearch };

/** Every guarded field of the schema, and what it is to read or call it. */
export const fields: Readonly<Record<string, Deed | 'search' | 'history'>> = {
  'Query.users': 'search',
  'Query.me': 'see a person',
  'Query.user': 'see a person',
  'Query._entities': 'see a person',
  'Query.node': 'see a person', // where the id is a device’s, its devices
  'Query.change': 'history', // tried in realm-history.test.ts
  'Query.changes': 'history',
  'User.oathSkip': 'see devices',
  'User.devices': 'see devices',
  'User.devicesByKind': 'see devices',
  'User.history': 'see devices',
  'User.oathDevices': 'see devices',
  'User.pushDevices': 'see devices',
  'User.webAuthnDevices': 'see devices',
  'User.boundDevices': 'see devices',
  'User.profileDevices': 'see devices',
  'User.trustedDevices': 'see devices',
  'ProfileDevice.data': 'see personal data of a device',
  'ResetOathDevicesPayload.user': 'see a person',
  'ResetOathDevicesPayload.oathSkip': 'see devices',
  'ResetPushDevicesPayload.user': 'see a person',
  'ResetDevicesPayload.user': 'see a person',
  'RemoveDevicePayload.user': 'see a person',
  'RenameDevicePayload.user': 'see a person',
  'RenameDevicePayload.device': 'see devices',
  'Mutation.resetOathDevices': 'reset',
  'Mutation.resetPushDevices': 'reset',
  'Mutation.resetDevices': 'reset',
  'Mutation.removeDevice': 'remove or rename',
  'Mutation.renameDevice': 'remove or rename',
};

/** The fields that anybody may read, by the type that holds them; everything else goes with its parent. */
export const open = [
  'Query.caller',
  'Query.capabilities',
  'Query._service',
  '_Service',
  'Caller',
  'Capabilities',
  'KindCapability',
];

/** One cell of a table. */
interface TableCell {
  readonly caller: string;
  readonly target: string;
  readonly verdict: string;
}

/** The cells of the tables that were read before: they are asked for at every end of every way. */
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
