/**
 * Whether two URLs differ in user and password at most. Those may be rotated; records stay in the database that they
 * have been written to.
 */
export function isSameDatabase(one: string, other: string): boolean {
  return withoutSignIn(one) === withoutSignIn(other);
}

function withoutSignIn(url: string): string {
  return Object.assign(new URL(url), { username: '', password: '' }).href;
}
