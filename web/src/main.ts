import '../styles/index.css';
import './data/first-requests.ts';

// If it cannot be loaded, the text of the HTML says so.
void import('./start.tsx');
