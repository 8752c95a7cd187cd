/** A key of our own for one change: the gateway sends the same key's change once, however often it is asked. */
export function newKey(): string {
  // `randomUUID` is there on secure addresses only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
