/** A group of tabs, and the operations in it. */
interface NamedTabs {
  readonly title: string;
  readonly operations: readonly { readonly name: string }[];
}

/** Where GraphiQL keeps its colours. */
const themed =
  ".graphiql-container, .CodeMirror-info, .CodeMirror-lint-tooltip, .CodeMirror-hints, .graphiql-dialog, [class*='graphiql-d']";

const lightColours = Object.entries({
  primary: '320, 95%, 36%',
  secondary: '242, 51%, 50%',
  tertiary: '188, 100%, 23%',
  info: '208, 100%, 34%',
  success: '158, 60%, 25%',
  warning: '36, 100%, 26%',
  error: '13, 93%, 36%',
})
  .map(([name, value]) => `--color-${name}: ${value} !important;`)
  .join(' ');

/**
 * What GraphiQL 5.15 lacks. Its light colours have too little contrast, its title wraps beside many
 * tabs, and its height leaves no room for a bar. In variables it marks an absent field as an error
 * if the field's default is `false`. The bar looks as on the gateway's pages (web/styles).
 */
export const look = `<style>
  :root { color-scheme: light dark; }
  body.graphiql-light { color-scheme: light; }
  body.graphiql-dark { color-scheme: dark; }
  body { display: flex; flex-direction: column; height: 100vh; }
  #root, .graphiql-container { flex: 1; min-height: 0; }
  .graphiql-container { height: 100% !important; }
  .graphiql-logo { display: none !important; }
  .graphiql-editor-tool [class*='CodeMirror-lint-mark'] { all: unset; pointer-events: none; }
  :is(${themed}) { --alpha-secondary: 1 !important; --alpha-tertiary: 0.9 !important; }
  body.graphiql-light :is(${themed}) { ${lightColours} }
  @media (prefers-color-scheme: light) { body:not(.graphiql-dark) :is(${themed}) { ${lightColours} } }
  .graphiql-tabs [data-group] { display: grid; grid-template-columns: auto auto; }
  .graphiql-tabs li { align-self: end; }
  .graphiql-tabs [data-group]::before { content: attr(data-group); grid-column: 1 / -1; padding: 0 8px; font-size: 12px; white-space: nowrap; }
  .graphiql-doc-explorer-type-name, .graphiql-doc-explorer-field-name { display: inline-block; padding-block: 3px; text-decoration: underline; }
  .bar { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: center; padding: 8px 16px; border-block-end: 1px solid light-dark(#d9e0e3, #2c383e); background: light-dark(#ffffff, #161e22); color: light-dark(#16232a, #e7edef); font: 15px system-ui, sans-serif; }
  .bar svg { inline-size: 24px; fill: light-dark(#0e5a73, #8ccbe6); }
  .bar h1 { margin: 0; font-size: 16px; font-weight: 650; }
  .sign-in { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-inline-start: auto; }
  .sign-in select, .sign-in button { min-block-size: 36px; padding: 0 12px; border: 1px solid light-dark(#74828a, #7b8a92); border-radius: 6px; background: light-dark(#ffffff, #161e22); color: inherit; font: inherit; }
  .sign-in button { border-color: transparent; background: light-dark(#0e5a73, #8ccbe6); color: light-dark(#ffffff, #0f1518); font-weight: 650; cursor: pointer; }
  .bar :focus-visible { outline: 3px solid light-dark(#1747c9, #9dbcff); outline-offset: 2px; }
</style>`;

/** Attributes by selector, for elements that GraphiQL draws; null takes one away. */
const attributes: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  // A tab there has two buttons in it, so the tabs are a group of buttons.
  '.graphiql-tabs': { role: 'group', 'aria-label': 'Operations' },
  '.graphiql-tabs > li': { role: 'none', 'aria-selected': null },
  '.graphiql-tab-active > .graphiql-tab-button': { 'aria-current': 'true' },
  '.graphiql-tab:not(.graphiql-tab-active) > .graphiql-tab-button': { 'aria-current': null },
  '#graphiql-session': { role: 'region' },
  '.graphiql-query-editor textarea': { 'aria-label': 'Operation' },
  '.graphiql-editor-tool .graphiql-editor:first-child textarea': { 'aria-label': 'Variables' },
  '.graphiql-editor-tool .graphiql-editor:last-child textarea': { 'aria-label': 'Headers' },
  '.result-window textarea': { 'aria-label': 'Answer' },
  '.CodeMirror-scroll': { tabindex: '0' },
};

/** Returns the script that gives GraphiQL roles and names, again whenever it has drawn. */
export function mend(groups: readonly NamedTabs[]): string {
  const titles = groups.flatMap(({ title, operations }) =>
    operations.map(({ name }) => [name, title]),
  );
  return `<script>{
  const attributes = Object.entries(${JSON.stringify(attributes)});
  const titles = new Map(${JSON.stringify(titles)});
  const set = (element, name, value) => {
    if (element.getAttribute(name) === value) return;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  };
  const mend = () => {
    for (const [selector, wanted] of attributes)
      for (const element of document.querySelectorAll(selector))
        for (const [name, value] of Object.entries(wanted)) set(element, name, value);
    let before;
    for (const tab of document.querySelectorAll('.graphiql-tabs > li')) {
      const title = titles.get(tab.textContent.trim());
      set(tab, 'data-group', title === undefined || title === before ? null : title);
      before = title;
    }
  };
  const root = document.getElementById('root');
  new MutationObserver(mend).observe(root, { subtree: true, childList: true, attributeFilter: ['class'] });
}</script>`;
}
