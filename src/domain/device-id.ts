/**
 * Whether a text may name a device in one path segment of AM: uuids, and the identifiers that SDKs make
 * for device profiles (contract §3.7). What could change the shape of the URL is refused before any call.
 */
export function isDeviceId(text: string): boolean {
  return /^[A-Za-z0-9._:+=@~-]{1,512}$/.test(text) && text !== '.' && text !== '..';
}
