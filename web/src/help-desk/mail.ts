/** A mail address of which only the first letter and the part after the @ are told: `a•••@example.com`. */
export function maskedMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  const [first = ''] = mail;
  return at < 1 ? '•••' : `${first}•••${mail.slice(at)}`;
}
