/**
 * Whether a text is a valid device id: a UUID, or an identifier that an SDK created for a device
 * profile (contract §3.7). No valid id can change the structure of a URL.
 */
export function isDeviceId(text: string): boolean {
  return /^[A-Za-z0-9._:+=@~-]{1,512}$/.test(text) && text !== '.' && text !== '..';
}
