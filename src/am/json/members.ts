/** The form of a member's value, by which a recording replaces it. `never`: it is a secret. */
export type Form =
  | 'flag'
  | 'number'
  | 'status'
  | 'place'
  | 'id'
  | 'name'
  | 'address'
  | 'entry'
  | 'realm'
  | 'word'
  | 'time'
  | 'version'
  | 'sentence'
  | 'cookie'
  | 'inside'
  | 'never';

/** The members of the records of devices that a list may request (contract §3.4 to §3.8). */
const ofDevices = {
  _id: 'id',
  uuid: 'id',
  identifier: 'id',
  deviceName: 'name',
  name: 'name',
  alias: 'name',
  issuer: 'name',
  deviceType: 'word',
  credentialId: 'id',
  deviceId: 'id',
  createdDate: 'number',
  lastAccessDate: 'number',
  lastLogin: 'number',
  lastSelectedDate: 'number',
  selectionCounter: 'number',
  deviceManagementStatus: 'flag',
  metadata: 'inside',
  location: 'inside',
} as const satisfies Readonly<Record<string, Form>>;
export type DeviceField = keyof typeof ofDevices;

/** The attributes of a person to request (contract §5.1). */
const ofPeople = {
  uid: 'name',
  username: 'name',
  cn: 'name',
  givenName: 'name',
  sn: 'name',
  mail: 'address',
  inetUserStatus: 'word',
  oath2faEnabled: 'word',
  dn: 'entry',
} as const satisfies Readonly<Record<string, Form>>;
export type PersonField = keyof typeof ofPeople;

/**
 * Every member that the readers of a recording read, and no other: the allow-list of recordings. A
 * test runs these readers and compares. Members of journeys and of tokens' claims are not here.
 */
export const members: ReadonlyMap<string, Form> = new Map<string, Form>(
  Object.entries<Form>({
    ...ofDevices,
    ...ofPeople,
    // Inside the metadata of a profile (contract §3.7).
    platform: 'inside',
    hardware: 'inside',
    browser: 'inside',
    model: 'name',
    manufacturer: 'name',
    vendor: 'name',
    userAgent: 'name',
    language: 'name',
    timezone: 'number',
    locale: 'name',
    timeZone: 'name',
    latitude: 'place',
    longitude: 'place',
    // Groups and sessions (contract §6, U32).
    uniqueMember: 'entry',
    members: 'flag',
    realm: 'realm',
    universalId: 'entry',
    sessionHandle: 'id',
    properties: 'flag',
    maxIdleExpirationTime: 'time',
    maxSessionExpirationTime: 'time',
    // The server (contract §7); `version` is also a platform's.
    version: 'version',
    cookieName: 'cookie',
    userIdAttributes: 'word',
    fileBasedConfiguration: 'flag',
    cookieSameSite: 'word',
    cookieHttpOnly: 'flag',
    // Lists and errors (contract §1.3, §1.4).
    result: 'inside',
    resultCount: 'number',
    pagedResultsCookie: 'id',
    error: 'inside',
    code: 'status',
    message: 'sentence',
    // Sign-ins of the gateway's own account (contract §8, §11).
    tokenId: 'never',
    access_token: 'never',
    expires_in: 'number',
  }),
);
