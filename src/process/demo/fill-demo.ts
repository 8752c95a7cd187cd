import { randomUUID } from 'node:crypto';
import type { CastName, Sandbox } from '../../sandbox/index.ts';
import { textAt, type DemoUsers } from './demo-users.ts';

/** What fills a demo. */
interface DemoParts {
  readonly users: DemoUsers;
  readonly demo: Sandbox['demo'];
  readonly now: () => number;
}

/** Fills the empty ledger of a demo by requests of its users: a history with an open report. */
export async function fillHistory(parts: DemoParts): Promise<void> {
  const { users, demo } = parts;
  demo.registerPhone('rita', 'Rita’s tablet');
  await users.run('rita', 'ResetOathDevices', { input: { target: { me: true } } });
  await helpByDesk(parts, {
    agent: 'hugo',
    person: 'carol',
    device: 'Carol’s phone',
    ticket: 'INC-20377',
    reason: 'The phone was stolen on a train.',
  });
  const reference = await helpByDesk(parts, {
    agent: 'helen',
    person: 'peter',
    device: 'Peter’s phone',
    ticket: 'INC-20402',
    reason: 'The caller said that the phone is broken.',
  });
  await users.run('peter', 'ReportUnrecognisedChange', { input: { reference } });
}

/** Has an administrator ask for a change that needs a second person. */
export async function fillApprovals(parts: DemoParts): Promise<void> {
  const ticket = 'INC-20455';
  const reason = 'Vera left her phone in a taxi, and travels tomorrow.';
  const input = codesResetOf('vera', { ticket, reason }, parts);
  await parts.users.run('oscar', 'RequestChange', { input });
}

/** Has a program ask for a change, for a member of the help desk who has called the user. */
export async function fillAgentRequest(parts: DemoParts): Promise<void> {
  const ticket = 'INC-20458';
  const reason = 'The codes of her phone are not accepted: it is out of step.';
  const input = codesResetOf('alice', { ticket, reason }, parts);
  await parts.users.runAsAgentOf('helen', 'RequestChange', { input });
}

/** A request to reset the codes of a user who was just verified. */
function codesResetOf(
  name: CastName,
  why: { readonly ticket: string; readonly reason: string },
  parts: DemoParts,
) {
  return {
    target: { user: { id: parts.demo.idOf(name) } },
    change: { reset: ['OATH'] },
    ...why,
    verification: verifiedNow(parts),
  };
}

/** Has an administrator create a campaign, and start its dry run. A colleague can then start it. */
export async function fillCampaigns({ users }: DemoParts): Promise<void> {
  const created = await users.run('oscar', 'CreateCampaign', {
    input: {
      realm: 'alpha',
      people: { csv: 'alice\nbob\nhugo\n' },
      kinds: ['OATH'],
      reason: 'Seeds of the vendor were stolen.',
      ticket: 'INC-20460',
      // Slow enough to be paused.
      pacePerMinute: 8,
      idempotencyKey: randomUUID(),
    },
  });
  const id = textAt(created, 'campaign', 'id');
  await users.run('oscar', 'TakeCampaignStep', { input: { id, step: 'CHECK' } });
}

interface Call {
  readonly agent: CastName;
  readonly person: CastName;
  readonly device: string;
  readonly ticket: string;
  readonly reason: string;
}

/** A member of the help desk removes a new device of a caller. Returns the reference number. */
async function helpByDesk(
  parts: DemoParts,
  { agent, person, device, ticket, reason }: Call,
): Promise<string> {
  parts.demo.registerPhone(person, device);
  const result = await parts.users.run(agent, 'ResetOathDevices', {
    input: {
      target: { user: { id: parts.demo.idOf(person) } },
      ticket,
      reason,
      verification: verifiedNow(parts),
    },
  });
  return textAt(result, 'change', 'reference');
}

function verifiedNow({ now }: DemoParts) {
  return { method: 'call-back', at: new Date(now()).toISOString() };
}
