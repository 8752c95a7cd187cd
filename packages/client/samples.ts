/** `@identity-gateway/client/samples`: the answers of a gateway as data, for stories and tests. */
export { sampleAnswers } from './sample-answers.ts';
export type { SampleAnswers } from './sample-answers.ts';
