import type { Answer } from '../http/answer.ts';
import { deviceKinds } from '../devices/device-kinds.ts';
import { readDevices } from '../devices/device-store.ts';
import { recoveryCodeOf } from '../devices/recovery-codes.ts';
import { sandboxPassword, type CastMember } from '../people/demo-people.ts';
import type { Person } from '../people/person.ts';
import type { SandboxState } from '../state.ts';
import type { Push } from '../sign-in/pushes.ts';
import { mailList, teamCards } from './caught-mails.ts';
import { codeOn, codeStatusOf } from './demo-phones.ts';
import type { PhoneAccount, CodeStatus } from './demo-phones.ts';
import { escapeHtml, frame } from './page-frame.ts';
import { pageAnswer } from './page-answers.ts';
import { castByStory, startOf } from './starts.ts';

const kindWords = {
  oath: ['authenticator app', 'authenticator apps'],
  push: ['phone for approvals', 'phones for approvals'],
  webauthn: ['passkey', 'passkeys'],
  binding: ['bound device', 'bound devices'],
  recognize: ['face', 'faces'],
  profile: ['known device', 'known devices'],
  trusted: ['trusted browser', 'trusted browsers'],
} as const;

/** The text below each phone. The sandbox's example starts with a phone that is `ahead`. */
const codeStatuses: Readonly<
  Record<CodeStatus, { readonly isGood: boolean; readonly text: string }>
> = {
  accepted: { isGood: true, text: 'This code is accepted.' },
  used: { isGood: false, text: 'This code was used. Take the next one.' },
  ahead: { isGood: false, text: 'Out of step: no code of this phone is accepted.' },
  removed: { isGood: false, text: 'Removed from the account: no code is accepted.' },
};

/** `GET /sandbox/people`: all users, their registered devices, and the codes on their phones. */
export function peoplePage(state: SandboxState): Answer {
  const body = `<main class="page" id="main">
  <header>
    <h1>People and their phones</h1>
    <p>Everybody’s password is <strong>${sandboxPassword}</strong>. Signing in asks for a code where an authenticator app
      is registered; <strong>alice</strong>’s phone is out of step.</p>
    <p class="quiet">She types her recovery code instead: it counts as her phone, so she can remove the registration in My
      devices. The tree <bdi>ldapService</bdi>, which the sign-in page offers under “My code is not accepted”, asks for no code;
      she then sees her devices, and helen, of the help desk, removes the registration for her.</p>
    <form method="post" action="/sandbox/people/start-over"><button class="button">Start over</button>
      <span class="small quiet">All people, devices, phones and sessions as they were at first.</span></form>
  </header>
  <ul class="people">
${castByStory(state)
  .map((one) => personCard(state, one))
  .join('\n')}
${teamCards(state)}
  </ul>
</main>`;
  const link = state.gatewayPages === null ? undefined : startLink;
  return pageAnswer(frame('People and their phones', body, link));
}

const startLink = { href: '/sandbox/start', text: 'Things to try' };

function personCard(state: SandboxState, member: CastMember): string {
  const { name, realm, about } = member;
  const { directory, personality } = state.am;
  const person = directory.findByLogin(realm, name);
  const start = startOf(member, state.gatewayPages);
  // A named tree asks for a sign-in even if the browser has a session.
  const query = new URLSearchParams({
    realm,
    service: 'twofactor',
    ...(start !== null && { goto: start }),
  });
  const signIn = `${personality.deployPath}/XUI/?${query.toString()}#login`;
  const isServed = state.gatewayPages === null || start !== null;
  const phones = person === undefined ? [] : state.phones.of(person);
  return `    <li class="card person" id="person-${name}">
      <div class="person-head">
        <h2>${name}</h2>
        <a href="${escapeHtml(signIn)}" aria-label="Sign in as ${name}">Sign in</a>
        <p class="small quiet">${escapeHtml(about)}; realm ${realm}${isServed ? '' : ', which this gateway does not serve'}</p>
      </div>
      <p class="small">${person === undefined ? 'Has been deleted.' : escapeHtml(devicesOf(person))}</p>
${person === undefined ? '' : recoveryLine(person)}
${person === undefined ? '' : state.am.pushes.waitingFor(person).map(pushCard).join('\n')}
${phones.map((phone) => (person === undefined ? '' : phoneCard(person, phone))).join('\n')}
${person === undefined ? '' : mailsOf(state, person)}
    </li>`;
}

/** The mails that a user got, newest first. */
function mailsOf({ mails }: SandboxState, person: Person): string {
  const addresses = person.attributes.get('mail') ?? [];
  const caught = addresses.flatMap((address) => mails?.mailsTo(address) ?? []);
  return mailList(caught);
}

/** A push that waits on a phone: the numbers to choose from, or one button. */
function pushCard({ id, person, choices }: Push): string {
  const numbers = choices.length === 0 ? ['approve'] : choices;
  const name = escapeHtml(person.name);
  const button = (answer: string, text: string, label: string): string =>
    `<button class="button" name="answer" value="${answer}" aria-label="${label}">${text}</button>`;
  return `      <form class="phone" method="post" action="/sandbox/people/answer-push">
        <h3>The phone of ${name} asks: is it you who calls?</h3>
        <input type="hidden" name="push" value="${id}">
        <p class="phone-codes">${numbers
          .map((answer) =>
            button(
              answer,
              answer === 'approve' ? 'Approve' : answer,
              `${answer} on the phone of ${name}`,
            ),
          )
          .join(' ')}
          ${button('decline', 'Decline', `Decline on the phone of ${name}`)}</p>
      </form>`;
}

/** Describes the number of registered devices of each kind. */
function devicesOf(person: Person): string {
  const counts = Object.values(deviceKinds).flatMap((kind) => {
    const count = readDevices(person, kind).length;
    const [one, more] = kindWords[kind.name];
    return count === 0 ? [] : [`${count} ${count === 1 ? one : more}`];
  });
  return counts.length === 0 ? 'No device registered.' : `Registered: ${counts.join(', ')}.`;
}

/** The recovery code that a user has on paper; nothing if no code is left. */
function recoveryLine(person: Person): string {
  const code = recoveryCodeOf(person);
  const label = `Recovery code of ${escapeHtml(person.name)}`;
  return code === undefined
    ? ''
    : `      <p class="small">On paper, a recovery code: <output aria-label="${label}"><bdi>${escapeHtml(code)}</bdi></output></p>`;
}

function phoneCard(person: Person, phone: PhoneAccount): string {
  const { isGood, text } = codeStatuses[codeStatusOf(person, phone)];
  const label = escapeHtml(phone.label);
  return `      <div class="phone" id="phone-${phone.id}">
        <h3>${label}</h3>
        <div class="phone-codes">
          <output class="phone-code" aria-label="Code on ${label}">${codeOn(phone)}</output>
          <form method="post" action="/sandbox/people/next-code">
            <input type="hidden" name="phone" value="${phone.id}">
            <button class="button" aria-label="Next code on ${label}">Next code</button>
          </form>
        </div>
        <p class="state ${isGood ? 'state-good' : 'state-bad'}">${text}</p>
      </div>`;
}
