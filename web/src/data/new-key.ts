/** Returns a new idempotency key. The gateway carries out the changes of one key once. */
export function newKey(): string {
  // `randomUUID` exists on secure addresses only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
