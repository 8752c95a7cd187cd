import { relative } from 'node:path';
import type { Config } from '../../config/load-config.ts';
import type { OpenLedger } from '../../ledger/open-ledger.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { packageFile } from '../../package-files/package-files.ts';
import { enrolmentPath } from '../../domain/enrolment/decision.ts';
import type { ProcessLog } from '../../telemetry/log.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { schemaFolder } from '../steps/folders.ts';
import { DemoRefused, DemoUsers } from './demo-users.ts';
import { fillAgentRequest, fillApprovals, fillCampaigns, fillHistory } from './fill-demo.ts';

/** The sandbox and the gateway of a demo. */
interface ShownDemo {
  readonly sandbox: Pick<
    Sandbox,
    'clearReceived' | 'configure' | 'cookieName' | 'demo' | 'onReset'
  >;
  readonly gateway: Pick<Gateway, 'url' | 'servesPages'>;
  readonly config: Pick<Config, 'access' | 'enrolment' | 'ledger'>;
  readonly ledger: Pick<OpenLedger, 'empty'>;
  readonly log: Pick<ProcessLog, 'warn'>;
}

/**
 * Fills the ledger of a demo, which a start of the sandbox has emptied, and again after each reset.
 * Then opens the start page. Returns the line that says where; null if no pages are served.
 */
export async function showDemo(shown: ShownDemo): Promise<string | null> {
  const { sandbox, gateway, config, ledger } = shown;
  if (!gateway.servesPages) return null;
  const origin = browsable(gateway.url);
  let filled = fill(shown, origin);
  const refill = async (): Promise<void> => {
    await ledger.empty();
    await fill(shown, origin);
  };
  // One after the other: two resets at once would fill the ledger twice.
  sandbox.onReset(() => (filled = filled.then(refill, refill)));
  await filled;
  const hasCampaigns = config.ledger.postgres !== undefined;
  const realms = config.access.realms.all.map(({ path }) => path);
  const startPage = sandbox.demo.showPages({
    origin,
    realms,
    hasCampaigns,
    operatorCommand: operatorCommand(config.ledger),
  });
  return `Start     ${startPage}   (things to try, each with its person)`;
}

/** How an operator of this demo calls the program, in a shell without its options. */
function operatorCommand({ folder, postgres }: Config['ledger']): string {
  const main = packageFile('dist/main.js');
  const place = relative(process.cwd(), main);
  const program = `node ${place.startsWith('..') ? main : place}`;
  // The address of a database has a password.
  return postgres === undefined
    ? `DATA_DIR=${folder} ${program}`
    : `DATABASE_URL=postgres://… ${program}`;
}

/** Returns the address of this machine in place of one that stands for all its addresses. */
function browsable(url: string): string {
  return url.replace(/\/\/(?:0\.0\.0\.0|\[::\]):/, '//127.0.0.1:');
}

/** An option that the operator sets can refuse a part. */
async function fill({ sandbox, config, log }: ShownDemo, origin: string): Promise<void> {
  const users = new DemoUsers(sandbox, { origin, schemaFolder });
  const parts = { users, demo: sandbox.demo, now: Date.now };
  const campaigns = config.ledger.postgres === undefined ? [] : [fillCampaigns];
  if (config.enrolment !== null) {
    const address = `${origin}${enrolmentPath}`;
    sandbox.configure({ setupCodes: { address, secret: config.enrolment.key() } });
  }
  for (const fillPart of [fillHistory, fillApprovals, fillAgentRequest, ...campaigns]) {
    try {
      await fillPart(parts);
    } catch (error) {
      if (!(error instanceof DemoRefused)) throw error;
      log.warn(`A part of the demo is missing: the gateway answered ${error.message}.`);
    }
  }
  // The demo's own requests are not those of its reader.
  sandbox.clearReceived();
}
