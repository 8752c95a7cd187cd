import type { CampaignBook } from './campaigns.ts';
import type { SkipReason } from './campaign-line.ts';
import type { Created, NewCampaign, NewLine } from './new-campaign.ts';
import { UnusablePeople } from './people-file.ts';

/** How many lines without a person a refusal names. */
const mostNamed = 20;

/** A campaign to create, and what its lines must be. */
export interface CampaignOrder extends NewCampaign {
  /**
   * Whether lines without a person are kept as skipped ones. Otherwise, and if no other line is
   * there, they refuse it.
   */
  readonly keepsBadLines: boolean;
}

/** What has become of an order. */
export type Ordered =
  | Exclude<Created, { kind: 'created' }>
  | {
      readonly kind: 'created';
      readonly id: string;
      readonly people: number;
      /** How many lines are skipped, by reason. */
      readonly skips: Readonly<Partial<Record<SkipReason, number>>>;
    }
  /** Lines name no person; the first of them. */
  | { readonly kind: 'bad lines'; readonly lines: readonly NewLine[]; readonly count: number };

/**
 * Creates a campaign of the people of a list, for the command line and the API.
 * @throws UnusablePeople if the list cannot be used as a whole
 */
export async function createCampaign(
  campaigns: Pick<CampaignBook, 'create'>,
  { keepsBadLines, lines, ...order }: CampaignOrder,
): Promise<Ordered> {
  const count = new Count(keepsBadLines);
  try {
    const created = await campaigns.create({ ...order, lines: count.of(lines) });
    return created.kind === 'created' ? { ...created, ...count.figures } : created;
  } catch (error) {
    if (error instanceof BadLines) return { kind: 'bad lines', ...count.bad };
    throw error;
  }
}

/** Ends the storing of lines that refuse their campaign. */
class BadLines extends Error {}

/** Counts the lines while they are stored. */
class Count {
  readonly #keepsBad: boolean;
  readonly #bad: NewLine[] = [];
  readonly #skips: Partial<Record<SkipReason, number>> = {};
  #people = 0;
  #skipped = 0;

  constructor(keepsBad: boolean) {
    this.#keepsBad = keepsBad;
  }

  get figures() {
    return { people: this.#people, skips: this.#skips };
  }

  get bad() {
    return { lines: this.#bad, count: this.#skipped };
  }

  /** @throws UnusablePeople if there is no line */
  async *of(batches: AsyncIterable<readonly NewLine[]>): AsyncGenerator<readonly NewLine[]> {
    for await (const batch of batches) {
      for (const line of batch) this.#note(line);
      yield batch;
    }
    const refusesBad = !this.#keepsBad || this.#people === 0;
    if (this.#skipped > 0 && refusesBad) throw new BadLines();
    if (this.#people === 0) throw new UnusablePeople('The file names no one.');
  }

  #note(line: NewLine): void {
    const { skipped } = line;
    if (skipped === null) this.#people += 1;
    else {
      this.#skipped += 1;
      this.#skips[skipped] = (this.#skips[skipped] ?? 0) + 1;
      if (this.#bad.length < mostNamed) this.#bad.push(line);
    }
  }
}
