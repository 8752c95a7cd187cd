/** For tests that still import it from here; test/support/stage.ts is the one. */
export { onStage, openStage } from '../support/stage.ts';
export type { Stage } from '../support/stage.ts';
