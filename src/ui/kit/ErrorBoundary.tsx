import { Component, type ReactNode } from 'react';
import { useTranslate } from '../i18n/language';
import { Button } from './Button';
import { Message } from './Message';

function Crashed({ onRetry }: { readonly onRetry: () => void }) {
  const t = useTranslate();
  return (
    <Message level="error" live="alert">
      <p>{t('shell.crashed')}</p>
      <Button onClick={onRetry}>{t('shell.retry')}</Button>
    </Message>
  );
}

/** One broken panel never takes the screen with it. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <Crashed
        onRetry={() => {
          this.setState({ failed: false });
        }}
      />
    );
  }
}
