/** The longest address that SMTP carries, in characters (RFC 5321 §4.5.3.1.3). */
const longest = 254;

/**
 * A local part without quotes, in any script (RFC 6531), and a domain name in any script. Quoted
 * local parts are not accepted: mail servers disagree about what they mean.
 */
const sendable =
  /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*@[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}])?$/u;

/** Whether mail can be sent to a text from the directory: it cannot break a header or a command. */
export function isSendable(address: string): boolean {
  return (
    address.length <= longest &&
    address.isWellFormed() &&
    sendable.test(address) &&
    !address.includes('..')
  );
}

const dots = '•••';

/**
 * Returns what of an address may be shown: the first letter of a local part of at least two, the
 * first letter of the domain, and its last label: `b•••@e•••.com`.
 */
export function maskAddress(address: string): string {
  if (!isSendable(address)) return dots;
  const at = address.lastIndexOf('@');
  const [first = '', ...others] = address.slice(0, at);
  const [begin = '', ...rest] = address.slice(at + 1);
  const [, ending = ''] = /(\.[^.]+)$/.exec(rest.join('')) ?? [];
  return `${others.length > 0 ? first : ''}${dots}@${begin}${dots}${ending}`;
}
