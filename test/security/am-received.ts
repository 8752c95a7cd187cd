import type { ReceivedRequest, Sandbox } from '../../src/sandbox/index.ts';

/** What AM received but for a test's own sign-ins, one `METHOD place` each: `GET users/bob`. */
export function callsTo(sandbox: Sandbox): string[] {
  return sandbox
    .received()
    .map(describeCall)
    .filter((call) => call !== 'POST authenticate');
}

/** The calls that change something. */
export function writesTo(sandbox: Sandbox): string[] {
  return callsTo(sandbox).filter((call) => !/^GET |^POST sessions\?/.test(call));
}

/** The calls about a person. */
export function callsAboutPeople(sandbox: Sandbox): string[] {
  return callsTo(sandbox).filter((call) => call.includes(' users'));
}

function describeCall({ method, path }: ReceivedRequest): string {
  const [place = '', query = ''] = path.split('?', 2);
  const action = /_action=\w+/.exec(query)?.[0];
  const short = place.replace(/^\/\w+\/json(?:\/realms\/[^/]+)+\//, '');
  return `${method} ${short}${action === undefined ? '' : `?${action}`}`;
}
