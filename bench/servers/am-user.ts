/** The members of AM's responses that the bench's servers read. */

/** `users/{id}`. */
export interface AmUser {
  readonly _id: string;
  readonly username: string;
  readonly mail?: readonly string[];
}

/** `users/{id}/devices/…`. */
export interface AmDevices {
  readonly result: readonly { readonly uuid: string; readonly deviceName: string }[];
}

/** `sessions?_action=getSessionInfo`. */
export interface AmSession {
  readonly username: string;
  readonly realm: string;
}

/** The paths of a user's reads, below the realm's path. */
export function pathsOf(realm: string, id: string): Record<'user' | 'oath' | 'push', string> {
  const user = `${realm}/users/${encodeURIComponent(id)}`;
  const devices = '?_queryFilter=true&_fields=uuid,deviceName';
  return {
    user: `${user}?_fields=username,mail`,
    oath: `${user}/devices/2fa/oath${devices}`,
    push: `${user}/devices/2fa/push${devices}`,
  };
}

/** Converts a device list to the names of the GraphQL schema. */
export function toDevices({ result }: AmDevices): { amId: string; name: string }[] {
  return result.map(({ uuid, deviceName }) => ({ amId: uuid, name: deviceName }));
}
