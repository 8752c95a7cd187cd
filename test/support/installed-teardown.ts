export { uninstall as default } from './installation.ts';
