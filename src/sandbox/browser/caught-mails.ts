import type { CaughtMail } from '../mail/mail-catcher.ts';
import { teamMailboxes } from '../mail/team-mailboxes.ts';
import type { SandboxState } from '../state.ts';
import { escapeHtml } from './page-frame.ts';

const teams = [
  ['security', 'Security team'],
  ['desk', 'Help desk'],
] as const;

/** The mails to teams, which belong to no user. Empty if no mail is caught. */
export function teamCards({ mails }: SandboxState): string {
  if (mails === null) return '';
  const cards = teams.map(
    ([team, name]) => `    <li class="card person" id="team-${team}">
      <div class="person-head">
        <h2>${name}</h2>
        <p class="small quiet">A shared mailbox, not a user: ${teamMailboxes[team]}</p>
      </div>
${mailList(mails.mailsTo(teamMailboxes[team]))}
    </li>`,
  );
  return cards.join('\n');
}

/** Each mail with its subject; its text is shown on request. */
export function mailList(caught: readonly CaughtMail[]): string {
  return caught
    .map(
      ({ number, subject, text }) => `      <details class="mail">
        <summary><span class="hidden-text">Mail: </span>${escapeHtml(subject)}</summary>
        <pre dir="auto">${escapeHtml(text)}</pre>
        <a href="/sandbox/mail/${number}">As HTML<span class="hidden-text">: ${escapeHtml(subject)}</span></a>
      </details>`,
    )
    .join('\n');
}
