/** Notes the change of a record that this version cannot read. */
export type NoteUnreadable = (changeId: string) => void;

/** The most changes to remember, so that each is logged once. */
const most = 10_000;

/** The changes that lists have left out because this version cannot read their records. */
export class UnreadableChanges {
  readonly #ids = new Set<string>();
  readonly #warn: (message: string) => void;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** How many there are, since the start. */
  get count(): number {
    return this.#ids.size;
  }

  readonly note: NoteUnreadable = (id) => {
    if (this.#ids.has(id) || this.#ids.size >= most) return;
    this.#ids.add(id);
    this.#warn(
      `A record of change ${id} cannot be read. A newer version of the gateway wrote it, or it was altered: run \`identity-gateway ledger verify\`.`,
    );
  };
}
