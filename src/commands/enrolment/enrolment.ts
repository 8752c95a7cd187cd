import { loadLedgerConfig, loadServedRealms, type Environment } from '../../config/load-config.ts';
import { codeState, type Hold } from '../../domain/enrolment/hold.ts';
import { LedgerHolds } from '../../ledger/enrolment/holds.ts';
import { Background } from '../../ledger/records/background.ts';
import { Store } from '../../store/store.ts';
import { parseIn, UsageError } from '../line/arguments.ts';
import { exitCodes } from '../line/exit.ts';
import type { Terminal } from '../line/terminal.ts';
import { enrolmentCommands } from './enrolment-arguments.ts';

/** Runs `identity-gateway enrolment …` on the ledger's database, and returns its exit code. */
export async function runEnrolment(
  args: readonly string[],
  environment: Environment,
  { print, printError }: Terminal,
): Promise<number> {
  const { name, realm, user } = parseIn(enrolmentCommands, args);
  const realms = loadServedRealms(environment).all.map((one) => one.name);
  if (!realms.includes(realm))
    throw new UsageError(`"${realm}" is not served. AM_REALMS lists: ${realms.join(', ')}.`);
  const store = await Store.open(loadLedgerConfig(environment), { create: false });
  try {
    const at = await store.now();
    const context = { store, background: new Background(), now: () => at, signal: () => undefined };
    const holds = new LedgerHolds(context, null);
    const open = await holds.findOpen({ realm, id: user });
    const hold = name === 'show' || open === null ? open : await holds.end(open.id);
    if (hold === null) {
      const unchanged = name === 'end' ? ' Nothing was changed.' : '';
      printError(`No hold is open for ${user} in ${realm}.${unchanged}`);
      return exitCodes.failed;
    }
    print(holdLine(hold, at));
    if (name === 'end') print('The hold is ended: the next device needs no code.');
    return exitCodes.done;
  } finally {
    await store.close();
  }
}

/** Never the code: the ledger has only its keyed hash. */
function holdLine(hold: Hold, now: number): string {
  const { id, kinds, openedAt, until, wrongTries } = hold;
  const [opened, end] = [openedAt, until].map((time) => new Date(time).toISOString());
  const code = { none: 'none', works: 'works', 'too many tries': 'guessed', over: 'used' };
  return `${id} ${kinds.join(',')} opened ${opened} until ${end} code ${code[codeState(hold, now)]} wrong tries ${wrongTries}`;
}
