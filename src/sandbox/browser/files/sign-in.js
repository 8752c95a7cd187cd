// AM's sign-in page, reduced to the pages of `authenticate` that the sandbox has (contract §8).
import * as am from './am.js';
import * as steps from './steps.js';

/** The current page of the sign-in, and the typed name. */
const state = { page: undefined, who: '', isBusy: false };

const messages = {
  'Authentication Failed': 'That name and password do not belong together here.',
  'Session has timed out': 'That took longer than five minutes. Sign in again.',
  'User Account Locked': 'This account is locked. The help desk can help.',
  'Your account has been locked.': 'This account is locked. The help desk can help.',
};

const threeWrongCodes = 'Three codes were not accepted. Nothing has changed; sign in again.';

const stayed = 'You stay here: the address to go on to is not on the list of this realm.';

/** Shows the page for the address. */
async function start() {
  if (location.hash.startsWith('#logout')) {
    location.replace(am.signOutAddress);
    return;
  }
  if (location.hash.startsWith('#loggedOut')) {
    showSignedOut();
    return;
  }
  const who = am.mustAsk ? undefined : await am.whoIsSignedIn();
  if (who === undefined) {
    await advance();
  } else if (am.isLogin()) {
    await finish(who);
  } else {
    showSignedIn(who);
  }
}

/** Sends a filled page, or none to start, and shows the next page. */
async function advance(filled) {
  const { json } = await am.authenticate(filled);
  if (json.tokenId !== undefined) {
    await finish(state.who || (await am.whoIsSignedIn()));
  } else if (json.authId === undefined) {
    await refuse(json.message);
  } else {
    present(json, filled);
  }
}

/** Shows a page. The page for the code comes again after a wrong code. */
function present(page, filled) {
  const template = steps.templateOf(page);
  const before = state.page;
  state.page = page;
  const attempt = /Attempt (\d) of (\d)/.exec(page.header);
  if (attempt !== null && filled !== undefined && before?.stage === page.stage) {
    const [, number, of] = attempt;
    const code = document.getElementById('code');
    code.value = '';
    steps.complain(code, `That code was not accepted. Attempt ${number} of ${of}.`);
    return;
  }
  if (template === undefined) {
    fail(`Access Management asks for something that this page does not know: ${page.stage}.`);
    return;
  }
  steps.show(template);
  if (steps.part('who') !== null) steps.tell('who', state.who);
  if (template === 'credentials') tellDestination();
  const prompt = steps.promptOf(page);
  if (prompt !== undefined) steps.tell('prompt', prompt);
  if (template === 'register') void showRegistration(page);
  if (template === 'code') {
    const isFresh = page.stage === 'AuthenticatorOATH7';
    steps.part('skip').hidden = !isFresh;
    steps.part('no-code').hidden = isFresh;
  }
}

/** Restarts a sign-in that was refused, with the typed name. */
async function refuse(message) {
  const wasCode = state.page !== undefined && steps.templateOf(state.page) === 'code';
  const { json } = await am.authenticate();
  if (json.authId === undefined) {
    fail(json.message ?? 'Access Management does not answer.');
    return;
  }
  present(json);
  const name = document.getElementById('name');
  const isKnown = Object.hasOwn(messages, message);
  const told = isKnown ? messages[message] : `Access Management says: ${message}`;
  name.value = state.who;
  steps.tell('notice', wasCode && message === 'Authentication Failed' ? threeWrongCodes : told);
  document.getElementById(name.value === '' ? 'name' : 'password').focus();
}

/** Goes on to the `goto` if AM allows it. */
async function finish(who) {
  const isRefused = am.goto !== '' && !(await am.mayGoOn());
  if (am.goto !== '' && !isRefused) {
    location.replace(am.goto);
    return;
  }
  showSignedIn(who);
  if (isRefused) {
    steps.tell(
      'notice',
      'You stay here: the address to go on to is not on the list of this realm.',
    );
  }
}

function showSignedIn(who) {
  steps.show('signed-in');
  steps.tell('who', who);
}

/** Shown after the sign-out if AM has no address to go on to. */
function showSignedOut() {
  steps.show('signed-out');
  steps.part('again').href = `./?${new URLSearchParams({ realm: am.realm })}`;
  if (am.goto !== '') steps.tell('notice', stayed);
}

/** Returns the application behind the sign-in. In OAuth it is the host of the client's address. */
function tellDestination() {
  if (!URL.canParse(am.goto, location.href)) return;
  const url = new URL(am.goto, location.href);
  const destination = url.searchParams.get('redirect_uri') ?? url.href;
  if (am.goto === '' || !URL.canParse(destination)) return;
  steps.tell('destination', new URL(destination).host);
  steps.part('going-on').hidden = false;
}

async function showRegistration(page) {
  const uri = steps.registrationIn(page);
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  steps.tell('secret', secret.replaceAll(/(.{4})(?=.)/g, '$1 '));
  steps.drawQrCode(await am.qrCodeOf(uri));
}

function fail(text) {
  steps.show('failed');
  steps.tell('notice', text);
}

/** The actions of the page's buttons, by `data-act`. */
const acts = {
  restart: () => {
    state.page = undefined;
    return advance();
  },
  'no-code': () => {
    steps.show('no-code');
    const query = new URLSearchParams(am.asked);
    query.delete('authIndexType');
    query.delete('authIndexValue');
    query.set('service', am.passwordOnly);
    steps.part('password-only').href = `./?${query}`;
  },
  scan: async () => {
    const code = await am.scan(steps.registrationIn(state.page));
    steps.tell('scanned', `Scanned. The demo phone shows ${code}.`);
  },
};

/** Runs one action at a time. A click while an action is running does nothing. */
async function run(work, button) {
  if (state.isBusy) return;
  state.isBusy = true;
  button?.setAttribute('aria-disabled', 'true');
  try {
    await work();
  } catch {
    fail('Access Management could not be reached. Nothing has changed.');
  } finally {
    state.isBusy = false;
    button?.removeAttribute('aria-disabled');
  }
}

document.addEventListener('submit', (event) => {
  event.preventDefault();
  const { target: form, submitter } = event;
  if (state.isBusy) return;
  steps.forgive();
  const missing = submitter?.formNoValidate ? undefined : steps.missingIn(form);
  if (missing !== undefined) {
    steps.complain(missing, missing.dataset.missing);
    return;
  }
  state.who = form.elements.name?.value?.trim() ?? state.who;
  void run(() => advance(steps.fill(state.page, form, submitter)), submitter);
});

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-act]');
  if (button !== null) void run(acts[button.dataset.act], button);
});

addEventListener('hashchange', () => void run(start));

void run(start);
