/** The members of AM's answers that the bench's own servers read. */

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

/** The paths of a person, below the realm's. */
export function pathsOf(realm: string, id: string): Record<'user' | 'oath' | 'push', string> {
  const user = `${realm}/users/${encodeURIComponent(id)}`;
  const devices = '?_queryFilter=true&_fields=uuid,deviceName';
  return {
    user: `${user}?_fields=username,mail`,
    oath: `${user}/devices/2fa/oath${devices}`,
    push: `${user}/devices/2fa/push${devices}`,
  };
}

/** A device list as GraphQL names it. */
export function toDevices({ result }: AmDevices): { amId: string; name: string }[] {
  return result.map(({ uuid, deviceName }) => ({ amId: uuid, name: deviceName }));
}
