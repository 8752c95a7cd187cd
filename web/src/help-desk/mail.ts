/** Masks a mail address except its first letter and its domain: `a•••@example.com`. */
export function maskedMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  const [first = ''] = mail;
  return at < 1 ? '•••' : `${first}•••${mail.slice(at)}`;
}
