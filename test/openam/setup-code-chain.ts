/** The chain that asks a gateway before it registers a device, as docs/enrolment.md installs it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sandboxEnrolmentSecret } from '../../src/sandbox/index.ts';
import { fieldAt, listAt, textAt } from '../support/json.ts';
import { runBlock, runBlocksOf } from '../support/page.ts';
import { type AmRest, realmPath } from './am-rest.ts';
import { PASSWORD } from './layout.ts';
import { type Admin, signInAsAdmin } from './seed.ts';

/** The name that the page gives the chain. */
export const SETUP_CODE_CHAIN = 'enrol';

const serverScript = 'deploy/am/openam-setup-code.js';
const clientScript = 'deploy/am/openam-setup-code-field.js';
const scripts = `${realmPath('alpha')}/scripts`;

/** Installs the chain in alpha, or lets its script ask at another address. */
export async function configureSetupCodes(rest: AmRest, address: string): Promise<void> {
  const admin = await signInAsAdmin(rest);
  const text = (await readFile(serverScript, 'utf8'))
    .replace('https://devices.example.org/enrolment/decisions', address)
    .replace('REPLACE-THIS-SECRET', sandboxEnrolmentSecret);
  const installed = await scriptNamed(admin, 'Setup code');
  if (installed === undefined) return install(rest, text);
  const script = { ...Object(installed), script: Buffer.from(text).toString('base64') };
  await admin.update(`${scripts}/${textAt(installed, '_id')}`, '1.0', script);
}

async function scriptNamed(admin: Admin, name: string): Promise<unknown> {
  const found = await admin.read(`${scripts}?_queryFilter=true`, '1.0');
  return listAt(found, 'result').find((one) => fieldAt(one, 'name') === name);
}

/** Runs the commands of the page in a folder with the scripts. */
async function install({ url }: AmRest, text: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'setup-code-'));
  const headers = `X-OpenAM-Username: amadmin\nX-OpenAM-Password: ${PASSWORD}\n`;
  await writeFile(join(folder, basename(serverScript)), text);
  await writeFile(join(folder, basename(clientScript)), await readFile(clientScript));
  await writeFile(join(folder, 'admin-password'), headers);
  const blocks = runBlocksOf('docs/enrolment.md');
  const [block, ...others] = blocks.filter(({ use }) => use === 'try');
  if (block === undefined || others.length > 0) throw new Error('expected one block of commands');
  const commands = block.text.replace('https://am.example.org/openam', url);
  await runBlock({ text: commands }, { folder, env: process.env });
  await rm(folder, { recursive: true });
}
