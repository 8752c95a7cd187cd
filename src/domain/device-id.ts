/**
 * Whether a text can be a device id in one path segment of AM: UUIDs, and the identifiers that SDKs create
 * for device profiles (contract §3.7). Anything that could change the shape of the URL is refused before any call.
 */
export function isDeviceId(text: string): boolean {
  return /^[A-Za-z0-9._:+=@~-]{1,512}$/.test(text) && text !== '.' && text !== '..';
}
