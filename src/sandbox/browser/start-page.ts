import type { Answer } from '../http/answer.ts';
import { sandboxPassword } from '../people/demo-people.ts';
import type { SandboxState } from '../state.ts';
import { escapeHtml, frame } from './page-frame.ts';
import { pageWithFormsTo } from './page-answers.ts';
import { stories, type GatewayPages, type Story } from './stories.ts';

/** `GET /sandbox/start`: things to try, each with its user. Undefined if no gateway shows them. */
export function startPage({ gatewayPages: pages }: SandboxState): Answer | undefined {
  if (pages === null) return undefined;
  const origin = escapeHtml(pages.origin);
  const body = `<main class="page" id="main">
  <header>
    <h1>Things to try</h1>
    <p>Each button signs you in as an invented person, and opens the page where the story starts.
      Come back to this page for the next one.</p>
    <p class="quiet">If a page asks you to sign in, all of them have the password <strong>${sandboxPassword}</strong>.
      Codes and mail are on <a href="/sandbox/people">People and their phones</a>.</p>
  </header>
  <ol class="stories" role="list">
${stories.map((story) => storyCard(story, pages)).join('\n')}
  </ol>
  <section class="more" aria-labelledby="more">
    <h2 id="more">Look further</h2>
    <ul>
      <li><a href="/sandbox/people">People and their phones</a>: codes, mail, and a sign-in for each</li>
      <li><a href="${origin}/">The pages</a>: My devices, Help desk, History</li>
      <li><a href="${origin}/graphql">The explorer</a>: the GraphQL schema, with operations to run</li>
    </ul>
    <form method="post" action="/sandbox/people/start-over">
      <input type="hidden" name="to" value="start">
      <button class="button">Start over</button>
      <span class="small quiet">All people, devices and stories as they were at first.</span>
    </form>
  </section>
</main>`;
  return pageWithFormsTo(pages.origin, frame('Things to try', body, peopleLink));
}

const peopleLink = { href: '/sandbox/people', text: 'People and their phones' };

function storyCard(story: Story, pages: GatewayPages): string {
  const { id, title, about, steps, command } = story;
  const isMissing = story.needsPostgres === true && !pages.hasCampaigns;
  return `    <li class="card story" id="${id}">
      <h2>${escapeHtml(title)}</h2>
      <p>${escapeHtml(about)}</p>
${isMissing ? howToGetCampaigns : stepsOf(steps)}
${command === undefined ? '' : shell(`${pages.operatorCommand} ${command}`)}
${isMissing ? '' : signInForm(story, pages)}
    </li>`;
}

/** Campaigns are stored in PostgreSQL. */
const howToGetCampaigns = `      <p>Campaigns need a ledger on PostgreSQL. Stop the gateway, and start it with a database of your own:</p>
${shell('DATABASE_URL=postgres://… npm start')}`;

function shell(command: string): string {
  return `      <pre class="command"><code>${escapeHtml(command)}</code></pre>`;
}

function stepsOf(steps: readonly string[]): string {
  return `      <ol class="steps">
${steps.map((step) => `        <li>${escapeHtml(step)}</li>`).join('\n')}
      </ol>`;
}

function signInForm({ id, person, role, place, title }: Story, { origin }: GatewayPages): string {
  return `      <form class="story-start" method="post" action="/sandbox/people/sign-in">
        <input type="hidden" name="name" value="${person}">
        <input type="hidden" name="goto" value="${escapeHtml(`${origin}${place}`)}">
        <button class="button button-primary" aria-describedby="${id}-role">Sign in as ${person}<span class="hidden-text">: ${escapeHtml(title)}</span></button>
        <span class="small quiet" id="${id}-role">${escapeHtml(role)}</span>
      </form>`;
}
