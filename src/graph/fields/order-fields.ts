import { isObjectType, type GraphQLSchema } from 'graphql';

/**
 * The fields of the types that readers begin with, in the order of their readers: users, help desk,
 * auditors, administrators, programs. Else their order would be that in which classes are loaded.
 */
const fields = {
  Query: [
    'me',
    'user',
    'users',
    'gatewayCaller',
    'gatewayCapabilities',
    'deviceChange',
    'pendingDeviceChange',
    'pendingDeviceChanges',
    'realmHistory',
    'deviceChangeInsights',
    'realmDeviceCoverage',
    'realmThreatLevel',
    'resetCampaign',
    'resetCampaigns',
    'node',
    'nodes',
    '_entities',
    '_service',
  ],
  Mutation: [
    'resetOathDevices',
    'resetPushDevices',
    'resetDevices',
    'removeDevice',
    'renameDevice',
    'endDeviceOwnerSessions',
    'checkDeviceChange',
    'reportUnrecognisedDeviceChange',
    'startDeviceOwnerPushProof',
    'checkDeviceOwnerPushProof',
    'proveDeviceOwnerByCode',
    'startDeviceOwnerIdentityCheck',
    'readDeviceOwnerIdentityCheck',
    'requestDeviceChange',
    'approveDeviceChange',
    'rejectDeviceChange',
    'withdrawDeviceChange',
    'takeDeviceChangeReport',
    'retryDeviceChangeNotice',
    'setRealmThreatLevel',
    'createResetCampaign',
    'takeResetCampaignStep',
  ],
  User: [
    'id',
    'amId',
    'realm',
    'username',
    'displayName',
    'givenName',
    'familyName',
    'email',
    'status',
    'devices',
    'devicesByKind',
    'oathDevices',
    'pushDevices',
    'oathSkip',
    'callerCan',
    'history',
  ],
};

/**
 * Orders the fields of these types.
 * @throws TypeError if a field has no place in the order
 */
export function orderFields(schema: GraphQLSchema): void {
  for (const [name, order] of Object.entries(fields)) {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new TypeError(`no type has the name ${name}`);
    const present = type.getFields();
    const ordered = order.flatMap((field) => present[field] ?? []);
    const missing = Object.keys(present).filter((field) => !order.includes(field));
    if (missing.length > 0)
      throw new TypeError(`src/graph/fields/order-fields.ts omits ${name}.${missing.join(', ')}`);
    for (const { name: field } of ordered) delete present[field];
    for (const field of ordered) present[field.name] = field;
  }
}
