/** Runs the steps of docs/first-day.md, with other ports and another home folder. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useFolder } from '../support/folder.ts';
import { freePort } from '../support/free-port.ts';
import { blocksOf, type Follower, runBlock } from '../support/page.ts';
import { start, type StartedGateway } from '../support/started-gateway.ts';

const home = useFolder();
let ports: Readonly<Record<string, string>>;
let gateway: StartedGateway | undefined;

beforeAll(async () => {
  const free = await Promise.all([freePort(), freePort(), freePort()]);
  ports = { 4000: `${free[0]}`, 4001: `${free[1]}`, 9464: `${free[2]}` };
});
afterAll(() => gateway?.stop());

const adapted = (text: string): string =>
  text.replaceAll(/\b(?:4000|4001|9464)\b/g, (port) => ports[port] ?? port);

/** Starts the gateway with the options of a `start` block. */
async function startAs(text: string): Promise<StartedGateway> {
  const options = [...text.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [
    name,
    value.replace('~', home.path),
  ]);
  const env = { PORT: ports[4000] ?? '', SANDBOX_PORT: ports[4001] ?? '' };
  // The command of `npm start` after its build; the tests start with a build.
  const command = { command: 'node', args: ['dist/main.js'] };
  return start(command, { ...env, ...Object.fromEntries(options) });
}

/** Stops the gateway as the `stop` block says, and returns its exit code. */
async function stopped(): Promise<string> {
  gateway?.terminate();
  return `${await gateway?.ended()}`;
}

test('every block has the documented result', async () => {
  // No other variable, because the page prints all options that are set.
  const follower: Follower = {
    folder: process.cwd(),
    env: { PATH: process.env['PATH'], HOME: home.path },
  };
  const printed: { readonly wanted: string; readonly got: string }[] = [];
  const outputs: string[] = [];
  for (const { use, text } of await blocksOf('docs/first-day.md')) {
    if (use === 'start') gateway = await startAs(adapted(text));
    else if (use === 'try') outputs.push(await runBlock({ use, text: adapted(text) }, follower));
    else if (use === 'prints')
      printed.push({ wanted: text, got: `${outputs.at(-1)?.trimEnd()}\n` });
    else outputs.push(await stopped());
  }

  expect(printed.map(({ got }) => got)).toEqual(printed.map(({ wanted }) => wanted));
  expect(printed).toHaveLength(5);
  expect(outputs[1]).toBe('exit code 78\n');
  const online = (outputs[3] ?? '').trimEnd().split('\n');
  expect(online.length).toBeGreaterThan(5);
  expect(online.filter((line) => !line.startsWith('ok'))).toEqual([]);
  expect(JSON.parse(outputs[5] ?? '').data.resetOathDevices.outcome).toBe('DONE');
  expect(outputs[7]).toBe('0');
  expect(gateway?.output()).toMatch(/"event":"change".*"reference".*\n.*"event":"request"/);
}, 90_000);
