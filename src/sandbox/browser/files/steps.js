// The steps of the page: what it shows for each page of a sign-in, and how it reads the inputs.

const card = document.getElementById('card');

/** The templates by AM's stages. */
const templates = {
  DataStore1: 'credentials',
  AuthenticatorOATH2: 'choose',
  AuthenticatorOATH4: 'code',
  AuthenticatorOATH5: 'register',
  AuthenticatorOATH6: 'emergency',
  AuthenticatorOATH7: 'code',
  Scripted2: 'setup-code',
};

/** Returns the template of a page from AM; undefined for an unknown page. */
export function templateOf(page) {
  return templates[page.stage] ?? (promptOf(page) === undefined ? undefined : 'setup-code');
}

/** Returns the prompt of a journey's text field; undefined if the page has none. */
export function promptOf({ callbacks }) {
  const field = callbacks.find(({ type }) => type === 'TextInputCallback');
  return field?.output.find(({ name }) => name === 'prompt').value;
}

/** Replaces the current step. The focus goes to the first input, otherwise to the heading. */
export function show(template) {
  card.replaceChildren(document.getElementById(template).content.cloneNode(true));
  card.hidden = false;
  const heading = card.querySelector('h1');
  document.title = `${heading.textContent} – sandbox`;
  (card.querySelector('input') ?? heading).focus();
}

/** Returns a part of the current step by name. */
export function part(name) {
  return card.querySelector(`[data-part="${name}"]`);
}

/** Writes a text into a part and shows it. */
export function tell(name, text) {
  const told = part(name);
  told.textContent = text;
  told.hidden = false;
}

/** Shows an error next to an input, announces it, and focuses the input. */
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

/** Removes the errors of the inputs. */
export function forgive() {
  for (const error of card.querySelectorAll('.field-error')) error.remove();
  for (const input of card.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    const hint = document.getElementById(`${input.id}-hint`);
    if (hint === null) input.removeAttribute('aria-describedby');
    else input.setAttribute('aria-describedby', hint.id);
  }
}

/** Returns the first required input that is empty. */
export function missingIn(form) {
  return [...form.elements].find(({ required, value }) => required && value.trim() === '');
}

/** Returns AM's page with its inputs filled from the form and the clicked button. */
export function fill(page, form, pressed) {
  const given = [...form.querySelectorAll('input'), pressed].filter(Boolean);
  const values = new Map(given.map((one) => [one.dataset.input, valueOf(one)]));
  const callbacks = page.callbacks.map((callback) => ({
    ...callback,
    input: callback.input?.map(({ name, value }) => ({ name, value: values.get(name) ?? value })),
  }));
  return { ...page, callbacks };
}

/** Buttons are choices by index. Spaces are removed from a pasted code. */
function valueOf({ tagName, id, value }) {
  if (tagName === 'BUTTON') return Number(value);
  return id === 'code' ? value.replaceAll(/\s/g, '') : value;
}

/** Returns the `otpauth:` URI of a registration page. AM puts it into a script. */
export function registrationIn({ callbacks }) {
  const texts = callbacks.flatMap(({ output }) => output.map(({ value }) => String(value)));
  return texts.map((text) => /otpauth:[^'"\s]+/.exec(text)?.[0]).find(Boolean) ?? '';
}

/** Draws a QR code from its width in squares and the path of its dark squares. */
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
