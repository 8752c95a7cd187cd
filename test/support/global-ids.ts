/** Global ids as the gateway makes them, told by the test itself: one for each person and each device. */

/** The global id of a person. */
export function userId(id: string, realm = 'alpha'): string {
  return `User=${encoded([realm, id])}`;
}

/** The global id of a person's device. */
export function deviceId(
  owner: string,
  {
    kind,
    id,
    realm = 'alpha',
  }: { readonly kind: string; readonly id: string; readonly realm?: string },
): string {
  return `Device=${encoded([realm, owner, kind, id])}`;
}

function encoded(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}
