import '../styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { showLook } from './shell/theme.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root.');
showLook();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
