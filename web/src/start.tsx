import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, loadPageEarly } from './app.tsx';
import { applyAppearance } from './shell/theme.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root.');
applyAppearance();
loadPageEarly(location.pathname);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
