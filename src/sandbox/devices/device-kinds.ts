/** The seven device collections of contract §3. */
export type DeviceKindName =
  'oath' | 'push' | 'webauthn' | 'binding' | 'recognize' | 'profile' | 'trusted';

/** How one kind is stored and shown. */
export interface DeviceKind {
  readonly name: DeviceKindName;
  /** The user attribute that holds one JSON document per device (contract §4.3). */
  readonly attribute: string;
  /** The member by which DELETE and PUT name a device. */
  readonly idField: string;
  /** The member that becomes `_id` in a list. It differs for trusted devices (contract §3.8). */
  readonly listIdField: string;
  /** The member that users can change (contract §3.9). */
  readonly labelField: string;
  /** The user attribute of the skip flag (contract §4.2; assumed for push). */
  readonly skipAttribute?: string;
  /** The members of a record that AM 7+ lists. OpenAM lists all members (contract §3.4 to §3.7). */
  readonly listedFields: readonly string[];
}

const commonFields = ['createdDate', 'lastAccessDate', 'deviceName', 'uuid'];

const byUuid = { idField: 'uuid', listIdField: 'uuid', labelField: 'deviceName' };

/** All kinds by name (contract §3, §4.3; the last attributes of `2fa` are assumed). */
export const deviceKinds: Readonly<Record<DeviceKindName, DeviceKind>> = {
  oath: {
    ...byUuid,
    name: 'oath',
    attribute: 'oathDeviceProfiles',
    skipAttribute: 'oath2faEnabled',
    listedFields: commonFields,
  },
  push: {
    ...byUuid,
    name: 'push',
    attribute: 'pushDeviceProfiles',
    skipAttribute: 'push2faEnabled',
    listedFields: commonFields,
  },
  webauthn: {
    ...byUuid,
    name: 'webauthn',
    attribute: 'webauthnDeviceProfiles',
    listedFields: [...commonFields, 'credentialId'],
  },
  binding: {
    ...byUuid,
    name: 'binding',
    attribute: 'boundDeviceProfiles',
    listedFields: [...commonFields, 'deviceId', 'key'],
  },
  recognize: {
    name: 'recognize',
    attribute: 'recognizeDeviceProfiles',
    idField: '_id',
    listIdField: '_id',
    labelField: 'deviceName',
    listedFields: ['_id'],
  },
  profile: {
    name: 'profile',
    attribute: 'deviceProfiles',
    idField: 'identifier',
    listIdField: 'identifier',
    labelField: 'alias',
    listedFields: [
      'identifier',
      'alias',
      'metadata',
      'location',
      'lastSelectedDate',
      'recoveryCodes',
    ],
  },
  trusted: {
    name: 'trusted',
    attribute: 'devicePrintProfiles',
    idField: 'uuid',
    listIdField: 'name',
    labelField: 'name',
    listedFields: ['uuid', 'name', 'lastSelectedDate', 'selectionCounter', 'devicePrint'],
  },
};
