import type {
  CampaignLine,
  CampaignLineQuery,
  CampaignProgress,
  ClaimedLine,
  LineOfCampaign,
  LineResult,
} from '../../domain/campaign/campaign-line.ts';
import { storyOf } from '../../domain/campaign/campaign-story.ts';
import { gatewayActor, type Campaign, type CampaignQuery } from '../../domain/campaign/campaign.ts';
import type { StepRequest, StepResult } from '../../domain/campaign/campaign-steps.ts';
import type { Created, NewCampaign } from '../../domain/campaign/new-campaign.ts';
import type { CampaignFigures, Campaigns } from '../../domain/campaign/campaigns.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import { sha256 } from '../../store/records/canonical-json.ts';
import { listLines, progressOf } from './campaign-lines.ts';
import {
  campaignFigures,
  claimedLine,
  hasLinesLeft,
  linesLeftBehind,
  nextLine,
  resultsOf,
  settledColumns,
} from './campaign-queries.ts';
import { createCampaign } from './campaign-load.ts';
import { campaignsIn } from './campaign-rows.ts';
import {
  campaignsWith,
  findCampaign,
  listCampaigns,
  recordStep,
  takeStep,
} from './campaign-steps.ts';
import { changeIdIn } from '../../store/records/chain.ts';
import { intentsOf, lineStory } from './campaign-story.ts';
import { changesOf, onlyChange } from '../records/changes.ts';
import { isUnderstood } from '../../store/tables/needs.ts';
import type { Writing } from '../../store/tables/handles.ts';
import type { Store } from '../../store/store.ts';

/** The campaigns of a store. A claim is one statement, so that two pacers never share a line. */
export class LedgerCampaigns implements Campaigns {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  find(text: string): Promise<Campaign | null> {
    const id = changeIdIn(text);
    return this.#store.query(async (db) => (id === null ? null : findCampaign(db, id)));
  }

  list(query: CampaignQuery): Promise<readonly Campaign[]> {
    return this.#store.queryCostly(({ db }) => listCampaigns(db, query));
  }

  create(campaign: NewCampaign): Promise<Created> {
    return createCampaign(this.#store, { ...campaign, now: this.#now() });
  }

  progress(campaign: Campaign): Promise<CampaignProgress> {
    return this.#store.query((db) => progressOf(db, campaign, this.#now()));
  }

  lines(query: CampaignLineQuery): Promise<readonly CampaignLine[]> {
    return this.#store.queryCostly(({ db }) => listLines(db, query));
  }

  take(request: StepRequest): Promise<StepResult> {
    const act = (transaction: Writing) => takeStep(transaction, { ...request, now: this.#now() });
    return this.#store.append(act, 'outcome');
  }

  async active(): Promise<readonly Campaign[]> {
    const rows = await this.#store.queryCostly(({ db }) =>
      db
        .selectFrom('campaign')
        .selectAll()
        .where('state', 'in', ['CHECKING', 'RUNNING'])
        .orderBy('since')
        .execute(),
    );
    return campaignsIn(rows);
  }

  async takeOver(id: string): Promise<number | null> {
    return this.#store.change(async (db) => {
      const { last } = await db
        .selectFrom('campaign_line')
        .select(({ fn }) => fn.max('claimed_at').as('last'))
        .where('campaign_id', '=', id)
        .executeTakeFirstOrThrow();
      await db
        .updateTable('campaign_line')
        .set({ state: 'waiting', due_at: 0 })
        .where('campaign_id', '=', id)
        .where('state', '=', 'running')
        .execute();
      return last === null ? null : Math.max(0, this.#now() - last);
    });
  }

  async claim(campaign: Campaign): Promise<ClaimedLine | null> {
    const now = this.#now();
    return this.#store.change(async (db) => {
      const row = await nextLine(db, campaign, now);
      if (row === undefined) return null;
      const { numUpdatedRows } = await db
        .updateTable('campaign_line')
        .set({ state: 'running', claimed_at: now })
        .where('campaign_id', '=', campaign.id)
        .where('number', '=', row.number)
        .where('state', '=', 'waiting')
        // A pause takes effect with the next person.
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('campaign')
              .select('id')
              .where('id', '=', campaign.id)
              .where('state', '=', campaign.state)
              .where(isUnderstood),
          ),
        )
        .executeTakeFirst();
      return numUpdatedRows === 0n ? null : claimedLine(row, now);
    });
  }

  identify({ campaign, number }: ClaimedLine, person: string): Promise<boolean> {
    const key = sha256(person);
    // Exclusive, so that two lines of one person at once do not both come first.
    return this.#store.append(async (transaction) => {
      const ofCampaign = transaction
        .selectFrom('campaign_line')
        .select('number')
        .where('campaign_id', '=', campaign)
        .where('person', '=', key);
      const [other] = await ofCampaign.where('number', '<>', number).limit(1).execute();
      if (other !== undefined) return false;
      await transaction
        .updateTable('campaign_line')
        .set({ person: key })
        .where('campaign_id', '=', campaign)
        .where('number', '=', number)
        .execute();
      return true;
    }, 'outcome');
  }

  /** Every result passes the story of its line, so that no earlier attempt is forgotten. */
  async settle(line: ClaimedLine, attempt: LineResult): Promise<void> {
    const { campaign, number, claimedAt } = line;
    await this.#store.change(async (db) => {
      const result = storyOf(attempt, await lineStory(db, line));
      await db
        .updateTable('campaign_line')
        .set((row) => ({
          ...settledColumns(result, this.#now()),
          ...(result.kind === 'again' && {
            tries: row('tries', '+', 1),
            attempt: row('attempt', '+', result.isNewChange ? 1 : 0),
          }),
        }))
        .where('campaign_id', '=', campaign)
        .where('number', '=', number)
        .where('state', '=', 'running')
        .where('claimed_at', '=', claimedAt)
        .execute();
    });
  }

  leftBehind(): Promise<readonly LineOfCampaign[]> {
    return this.#store.queryCostly(async ({ db }) => {
      const rows = await linesLeftBehind(db);
      const lines: LineOfCampaign[] = [];
      for (const row of rows) {
        const [campaign] = await campaignsWith(db, row.campaign_id);
        if (campaign !== undefined)
          lines.push({ campaign, line: claimedLine(row, row.claimed_at ?? 0) });
      }
      return lines;
    });
  }

  async endIfDone(campaign: Campaign): Promise<boolean> {
    const { id, state } = campaign;
    if (await this.#store.query((db) => hasLinesLeft(db, campaign))) return false;
    const now = this.#now();
    return this.#store.append(async (transaction) => {
      const current = await findCampaign(transaction, id);
      if (current?.state !== state || (await hasLinesLeft(transaction, campaign))) return false;
      const isCheck = state === 'CHECKING';
      const next = isCheck ? 'CHECKED' : 'DONE';
      await transaction
        .updateTable('campaign')
        .set({ state: next, since: now, held_by: null, ...(!isCheck && { ended_at: now }) })
        .where('id', '=', id)
        .execute();
      await recordStep(transaction, campaign, {
        step: isCheck ? 'dry run ended' : 'done',
        actor: gatewayActor,
        now,
        facts: await resultsOf(transaction, current),
      });
      return true;
    }, 'outcome');
  }

  async hold(id: string, reason: string | null): Promise<void> {
    await this.#store.change((db) =>
      db.updateTable('campaign').set({ held_by: reason }).where('id', '=', id).execute(),
    );
  }

  async changeOf(campaign: Campaign, idempotencyKey: string): Promise<RecordedChange | null> {
    return this.#store.query(async (db) => {
      const rows = await intentsOf(db, campaign, [idempotencyKey]).limit(1).execute();
      return onlyChange(await changesOf(db, rows));
    });
  }

  figures(): Promise<CampaignFigures> {
    return this.#store.query(campaignFigures);
  }
}
