/**
 * The counts of a campaign's lines, which triggers keep in the transaction of every change of a
 * line: no program, of whichever version, can forget them.
 */
import { endedMs } from './campaign-rows.ts';

const columns = 'campaign_id, kind, since, name, result';

/** Lines by state and result, `sign` times. */
const lines = (of: string, sign: 1 | -1): string =>
  `select ${of}.campaign_id, 'line' as kind, 0 as since, ${of}.state as name,
    coalesce(${of}.result, '') as result, ${sign} as amount`;

/** What was found of a line that a dry run has read, unless a newer one has started since. */
const found = (of: string): string =>
  `select ${of}.campaign_id, 'found' as kind, campaign.checked_since as since,
    coalesce(${of}.finding, '') as name, '' as result, 1 as amount`;

/** The devices of such a line, which `listed` has by kind. */
const devices = (of: string): string =>
  `select ${of}.campaign_id, 'devices' as kind, campaign.checked_since as since,
    listed.key as name, '' as result, listed.value as amount`;

const ofItsCampaign = (of: string): string =>
  `campaign.id = ${of}.campaign_id and ${of}.checked_at >= campaign.checked_since`;

const ended = (of: string): string =>
  `select ${of}.campaign_id, 'ended' as kind, ${of}.ended_at - ${of}.ended_at % ${endedMs} as since,
    '' as name, '' as result, 1 as amount`;

/** Adds the counts of a query. In one order, so that no two transactions wait for each other. */
const add = (counts: string): string =>
  `insert into campaign_count (${columns}, amount)
  select ${columns}, sum(amount) from (${counts}) as counted where true
  group by ${columns} having sum(amount) <> 0 order by ${columns}
  on conflict (${columns}) do update set amount = campaign_count.amount + excluded.amount`;

/** A stored text such as `OATH=1,PUSH=2`; of another form, nothing is counted. */
const listedOnPostgres = (of: string): string =>
  `lateral (select part[1] as key, part[2]::int as value
    from regexp_matches(${of}.devices, '(\\w+)=(\\d{1,6})', 'g') as part) as listed`;

const listedOnSqlite = (of: string): string => {
  const json = `'{"' || replace(replace(${of}.devices, '=', '":'), ',', ',"') || '}'`;
  return `json_each(case when json_valid(${json}) then ${json} else '{}' end) as listed`;
};

/** By statement, so that a change of 100 000 lines adds to each count once. */
export const countsOnPostgres: readonly string[] = [
  `create or replace function count_campaign_lines() returns trigger language plpgsql
    set search_path from current as $$
  begin
    if tg_op = 'INSERT' then
      ${add(`${lines('line', 1)} from new_line as line`)};
    else
      ${add(`${lines('line', 1)} from new_line as line
      union all ${lines('line', -1)} from old_line as line
      union all ${ended('line')} from new_line as line join old_line as was using (campaign_id, number)
        where line.ended_at is distinct from was.ended_at and line.ended_at is not null
      union all ${found('line')} from new_line as line join old_line as was using (campaign_id, number)
        join campaign on ${ofItsCampaign('line')}
        where line.checked_at is distinct from was.checked_at
      union all ${devices('line')} from new_line as line join old_line as was using (campaign_id, number)
        join campaign on ${ofItsCampaign('line')} cross join ${listedOnPostgres('line')}
        where line.checked_at is distinct from was.checked_at and line.finding is null`)};
    end if;
    return null;
  end $$`,
  `create trigger campaign_line_added after insert on campaign_line
    referencing new table as new_line
    for each statement execute function count_campaign_lines()`,
  `create trigger campaign_line_changed after update on campaign_line
    referencing new table as new_line old table as old_line
    for each statement execute function count_campaign_lines()`,
];

export const countsOnSqlite: readonly string[] = [
  `create trigger campaign_line_added after insert on campaign_line begin
    ${add(lines('new', 1))};
  end`,
  `create trigger campaign_line_changed after update on campaign_line begin
    ${add(`${lines('new', 1)} union all ${lines('old', -1)}
    union all ${ended('new')} where new.ended_at is not old.ended_at and new.ended_at is not null
    union all ${found('new')} from campaign
      where ${ofItsCampaign('new')} and new.checked_at is not old.checked_at
    union all ${devices('new')} from campaign, ${listedOnSqlite('new')}
      where ${ofItsCampaign('new')} and new.checked_at is not old.checked_at
        and new.finding is null`)};
  end`,
];
