import { exportPerson } from '../../ledger/upkeep/person-export.ts';
import { realmsOf } from '../../ledger/upkeep/walk.ts';
import type { Store } from '../../store/store.ts';
import { exitCodes } from '../line/exit.ts';
import { everySecond, type Terminal } from '../line/terminal.ts';
import { unreadablePrinter, whileRead } from './export-lines.ts';
import type { PersonAsked } from './ledger-arguments.ts';

interface PersonWork extends Terminal {
  readonly store: Store;
}

/** Runs `ledger export --person`. */
export async function runPerson(
  { name, realm: given }: PersonAsked,
  { store, printError }: PersonWork,
): Promise<number> {
  const realms = await store.query(realmsOf);
  if (realms.length === 0) {
    printError('The ledger has no records.');
    return exitCodes.done;
  }
  const realm = given ?? (realms.length === 1 ? realms[0] : undefined);
  if (realm === undefined || !realms.includes(realm)) {
    const wrong = given === null ? '--realm is missing' : `--realm: there is no ${given}`;
    printError(`${wrong}; the ledger has ${realms.join(', ')}.`);
    return exitCodes.usage;
  }
  const tell = everySecond(printError);
  await whileRead(async (write) => {
    const count = await exportPerson(store, {
      name,
      realm,
      write,
      progress: (mark) => tell(() => `${mark.realm}: looked at ${mark.number - 1}`),
      onUnreadable: unreadablePrinter(printError),
    });
    if (count === 0) printError(`Nothing is kept about ${name} of realm ${realm}.`);
  });
  return exitCodes.done;
}
