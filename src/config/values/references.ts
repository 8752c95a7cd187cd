/** What the configuration refers to instead of holding it: files, variables and credentials. */
import type { Fields } from '../../domain/values/json.ts';
import { fileText } from './files.ts';
import { InvalidValue } from './problem.ts';

/** Returns an environment variable. */
export type Variable = (name: string) => string | undefined;

/** The forms of a reference, for messages. */
export const referenceForms = '{ file: PATH }, { variable: NAME } or { credential: NAME }';

const folderOfCredentials = 'CREDENTIALS_DIRECTORY';

/**
 * Returns a path whose first part may be `$CREDENTIALS_DIRECTORY`, where systemd has the
 * credentials of one instance. No other variable has a meaning in a path.
 */
export function pathIn(text: string, variable: Variable): string {
  const [, rest] =
    /^\$(?:CREDENTIALS_DIRECTORY|\{CREDENTIALS_DIRECTORY\})(\/.*)$/s.exec(text) ?? [];
  return rest === undefined ? text : `${credentialsFolder(variable)}${rest}`;
}

/** Returns the text that a reference names. @throws InvalidValue */
export function referredText(reference: Fields, variable: Variable): string {
  const { file, credential, variable: name } = reference;
  if (typeof file === 'string') return fileText(pathIn(file, variable));
  if (typeof credential === 'string') return credentialText(credential, variable);
  return variableText(String(name), variable);
}

function credentialText(name: string, variable: Variable): string {
  if (/^\.{0,2}$|\//.test(name))
    throw new InvalidValue('a credential has a name, and no path; a path is { file: PATH }');
  return fileText(`${credentialsFolder(variable)}/${name}`);
}

function credentialsFolder(variable: Variable): string {
  const folder = variable(folderOfCredentials);
  if (folder !== undefined && folder !== '') return folder;
  throw new InvalidValue(`${folderOfCredentials} is not set; systemd sets it with LoadCredential`);
}

/** The variable, or the content of the file that `NAME_FILE` names, as for options. */
function variableText(name: string, variable: Variable): string {
  const text = variable(name);
  const path = (variable(`${name}_FILE`) ?? '').trim();
  if (path === '') {
    if (text !== undefined) return text;
    throw new InvalidValue(`neither the variable ${name} nor ${name}_FILE is set`);
  }
  if ((text ?? '').trim() === '') return fileText(pathIn(path, variable));
  throw new InvalidValue(`give ${name}, or ${name}_FILE, not both`);
}
