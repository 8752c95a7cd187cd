/**
 * A client's id and secret for `Authorization`, each form-encoded (RFC 6749 §2.3.1). Only what has to be is encoded: OpenAM takes
 * both as they come, so an encoded hyphen would make another client of it (contract §11).
 */
export function clientBasic(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
