import { readdirSync, readFileSync } from 'node:fs';
import { isNativeError } from 'node:util/types';
import { errorCodeOf } from '../../domain/values/failure.ts';
import { InvalidValue } from './problem.ts';

/** Returns the text of a file. @throws InvalidValue */
export function fileText(path: string): string {
  return fileBytes(path).toString();
}

/** Returns the bytes of a file. @throws InvalidValue */
export function fileBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InvalidValue(`cannot read the file: ${whyNot(error, path)}`, {
      cause: error,
      isQuoting: true,
    });
  }
}

/** Returns the names in a folder, without hidden ones. @throws InvalidValue */
export function namesIn(folder: string): readonly string[] {
  try {
    // Kubernetes keeps the versions of a mounted folder in entries such as `..data`.
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    throw new InvalidValue(`cannot read the folder: ${whyNot(error, folder)}`, {
      cause: error,
      isQuoting: true,
    });
  }
}

/** Returns the message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return isNativeError(error) ? error.message : String(error);
}

/** Why something cannot be read, in words of the operator and not of the system call. */
function whyNot(error: unknown, path: string): string {
  const code = errorCodeOf(error);
  switch (code) {
    case 'ENOENT':
      return `there is no ${path}`;
    case 'EISDIR':
      return `${path} is a folder`;
    case 'ENOTDIR':
      return `${path} is no folder, or is below a file`;
    case 'EACCES':
      return `this process may not read ${path}`;
    default:
      return messageOf(error);
  }
}
