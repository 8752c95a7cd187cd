import type { Call } from './call.ts';
import type { Pick } from './person.ts';

/** What the agent has chosen and typed for one person, so that it is still there after a sign-in. */
export interface Draft {
  readonly pick: Pick;
  readonly call: Call;
}

interface KeptDraft extends Draft {
  readonly agentId: string;
  readonly personId: string;
  readonly at: number;
}

const name = 'call';
const keptForMs = 15 * 60_000;

/** Keeps it in this tab, for this agent and this person, for a quarter of an hour. */
export function keepDraft(draft: Draft, agentId: string, personId: string): void {
  try {
    const kept: KeptDraft = { ...draft, agentId, personId, at: Date.now() };
    sessionStorage.setItem(name, JSON.stringify(kept));
  } catch {
    // Storage is off: the agent types again.
  }
}

/** What this agent has typed for this person a while ago; null for others' and for old ones, which are forgotten. */
export function keptDraft(agentId: string, personId: string): Draft | null {
  try {
    const kept: KeptDraft | null = JSON.parse(sessionStorage.getItem(name) ?? 'null');
    if (kept === null) return null;
    const isOurs = kept.agentId === agentId && kept.personId === personId;
    if (isOurs && Date.now() - kept.at < keptForMs) return kept;
    forgetDraft();
    return null;
  } catch {
    return null;
  }
}

/** Forgets it: it was carried out, given up, or left idle. */
export function forgetDraft(): void {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // Storage is off: nothing was kept.
  }
}
