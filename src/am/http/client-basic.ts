/**
 * A client's id and secret for `Authorization`, each form-encoded (RFC 6749 §2.3.1). Encodes only
 * what it must: OpenAM does not decode them, so an encoded hyphen would name another client
 * (contract §11).
 */
export function clientBasic(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
