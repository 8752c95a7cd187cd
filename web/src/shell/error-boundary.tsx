import { Component } from 'react';
import type { ReactNode } from 'react';
import { Panel } from '../parts/panel.tsx';
import { FailedPage } from './failed-page.tsx';
import { Text } from '../text/text.tsx';

interface State {
  readonly hasFailed: boolean;
}

/**
 * Shown if a component throws. Nothing was changed, and the reader can load the page again. Give
 * each address its own `key`, so that a navigation starts anew.
 */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { hasFailed: false };

  static getDerivedStateFromError(): State {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <FailedPage title="defect.title">
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
      </FailedPage>
    );
  }
}
