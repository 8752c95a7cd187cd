/** The texts of the page in one language. `{vendor}` is the name of the vendor. */
export interface Texts {
  /** The title of the form. */
  readonly title: string;
  readonly intro: string;
  /** Who the form is for: a call that people did not start may be a fraud. */
  readonly caution: string;
  readonly label: string;
  readonly hint: string;
  readonly submit: string;
  readonly wrong: string;
  readonly tooMany: string;
  readonly forwardTitle: string;
  readonly forward: string;
  readonly forwardLink: string;
  readonly verifiedTitle: string;
  readonly verified: string;
  readonly notVerifiedTitle: string;
  readonly notVerified: string;
  readonly gaveUpTitle: string;
  readonly gaveUp: string;
  readonly noAnswerTitle: string;
  readonly noAnswer: string;
  readonly lostTitle: string;
  readonly lost: string;
  readonly overTitle: string;
  readonly over: string;
  readonly tryAgainTitle: string;
  readonly tryAgain: string;
}
