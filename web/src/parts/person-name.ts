/** Returns the name of a user: the full name, or the user name if there is no other. */
export function nameOf({
  displayName,
  username,
}: {
  readonly displayName: string | null;
  readonly username: string;
}): string {
  return displayName !== null && displayName.trim() !== '' ? displayName : username;
}
