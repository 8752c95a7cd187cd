import { Component } from 'react';
import type { ReactNode } from 'react';
import { Panel } from '../parts/panel.tsx';
import { Text } from '../text/text.tsx';

interface State {
  readonly hasFailed: boolean;
}

/** What is shown where the page itself has a defect: nothing was changed by it, and loading again is safe. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="page" id="main">
        <Panel
          seal="failed"
          title={<Text id="defect.title" />}
          line={<Text id="defect.line" />}
          foot={
            <a className="button button-primary" href={location.pathname}>
              <Text id="defect.reload" />
            </a>
          }
        />
      </main>
    );
  }
}
