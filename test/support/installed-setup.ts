/** Builds and installs the program once, for the tests that run it where nothing else is. */
import buildOnce from './global-setup.ts';
import { install } from './installation.ts';

export default function installOnce(): void {
  buildOnce();
  install();
}
