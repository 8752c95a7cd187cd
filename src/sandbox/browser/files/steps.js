// The page's steps: what is shown for each page of a sign-in, and what becomes of its inputs.

const card = document.getElementById('card');

/** The templates by AM's stages. */
const templates = {
  DataStore1: 'credentials',
  AuthenticatorOATH2: 'choose',
  AuthenticatorOATH4: 'code',
  AuthenticatorOATH5: 'register',
  AuthenticatorOATH6: 'emergency',
  AuthenticatorOATH7: 'code',
};

/** The template of a page that AM sent; undefined for one that is not known here. */
export function templateOf({ stage }) {
  return templates[stage];
}

/** Shows a step in place of the last one. Focus goes to its first input, otherwise to its heading. */
export function show(template) {
  card.replaceChildren(document.getElementById(template).content.cloneNode(true));
  card.hidden = false;
  const heading = card.querySelector('h1');
  document.title = `${heading.textContent} – sandbox`;
  (card.querySelector('input') ?? heading).focus();
}

/** The part of the step that is shown, by its name. */
export function part(name) {
  return card.querySelector(`[data-part="${name}"]`);
}

/** Writes a text into a part and shows it. */
export function tell(name, text) {
  const told = part(name);
  told.textContent = text;
  told.hidden = false;
}

/** Says beside an input what is wrong with it, aloud too, and goes there. */
export function complain(input, text) {
  const id = `${input.id}-error`;
  const error = document.getElementById(id) ?? document.createElement('p');
  Object.assign(error, { id, className: 'field-error', role: 'alert', textContent: text });
  input.after(error);
  input.setAttribute('aria-invalid', 'true');
  const others = (input.getAttribute('aria-describedby') ?? '').split(' ');
  const all = [...others.filter((other) => other !== '' && other !== id), id];
  input.setAttribute('aria-describedby', all.join(' '));
  input.focus();
}

/** Takes back what was said of the inputs. */
export function forgive() {
  for (const error of card.querySelectorAll('.field-error')) error.remove();
  for (const input of card.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    const hint = document.getElementById(`${input.id}-hint`);
    if (hint === null) input.removeAttribute('aria-describedby');
    else input.setAttribute('aria-describedby', hint.id);
  }
}

/** The first input that is empty and must not be. */
export function missingIn(form) {
  return [...form.elements].find(({ required, value }) => required && value.trim() === '');
}

/** AM's page with its inputs filled in from the form, and from the button that was pressed. */
export function fill(page, form, pressed) {
  const given = [...form.querySelectorAll('input'), pressed].filter(Boolean);
  const values = new Map(given.map((one) => [one.dataset.input, valueOf(one)]));
  const callbacks = page.callbacks.map((callback) => ({
    ...callback,
    input: callback.input?.map(({ name, value }) => ({ name, value: values.get(name) ?? value })),
  }));
  return { ...page, callbacks };
}

/** Buttons are choices by number; a code may be pasted with spaces. */
function valueOf({ tagName, id, value }) {
  if (tagName === 'BUTTON') return Number(value);
  return id === 'code' ? value.replaceAll(/\s/g, '') : value;
}

/** The `otpauth:` address in a page that registers a device; AM hides it in a script. */
export function registrationIn({ callbacks }) {
  const texts = callbacks.flatMap(({ output }) => output.map(({ value }) => String(value)));
  return texts.map((text) => /otpauth:[^'"\s]+/.exec(text)?.[0]).find(Boolean) ?? '';
}

/** Draws a QR code of so many squares from the path of the dark ones. */
export function drawQrCode({ size, path }) {
  const svg = (name, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const picture = svg('svg', {
    viewBox: `0 0 ${size} ${size}`,
    role: 'img',
    'aria-label': 'QR code for the authenticator app',
  });
  picture.append(svg('path', { d: path }));
  part('qr-code').replaceChildren(picture);
}
