/** Where people type their code. */
export const verifyPath = '/verify';

/** Where a vendor sends browsers back. Each vendor has an address of its own. */
export function callbackPath(vendor: string): string {
  return `${verifyPath}/callback/${vendor}`;
}
