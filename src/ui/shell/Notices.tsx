import { useEffect, useRef, useState } from 'react';
import { X } from 'lucide-react';
import type { Notice, NoticeCode } from '../../app/app';
import { ERROR_CODES, type ErrorCode } from '../../domain/errors';
import { useCommands, useShell } from '../app-context';
import { noticeWords } from '../i18n/codes';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { Message } from '../kit/Message';
import styles from './Notices.module.css';

const SHOWN_FOR = 4000;
const errorCodes: ReadonlySet<string> = new Set(ERROR_CODES);
const isErrorCode = (code: ErrorCode | NoticeCode): code is ErrorCode => errorCodes.has(code);

/** Good news leaves by itself unless it is being looked at; warnings and errors stay until dismissed. */
function useAutoDismiss({ id, level }: Notice, dismiss: () => void): { onPointerEnter(): void; onPointerLeave(): void } {
  const [held, setHeld] = useState(false);
  const last = useRef(dismiss);
  useEffect(() => {
    last.current = dismiss;
  }, [dismiss]);
  useEffect(() => {
    if (held || level !== 'info') return undefined;
    const timer = setTimeout(() => {
      last.current();
    }, SHOWN_FOR);
    return () => {
      clearTimeout(timer);
    };
  }, [id, level, held]);
  return {
    onPointerEnter: () => {
      setHeld(true);
    },
    onPointerLeave: () => {
      setHeld(false);
    },
  };
}

function Toast({ notice, onDismiss }: { readonly notice: Notice; readonly onDismiss: () => void }) {
  const t = useTranslate();
  const hover = useAutoDismiss(notice, onDismiss);
  const { code } = notice;
  const words = isErrorCode(code) ? t.error(code) : { title: noticeWords[t.language][code], advice: '' };
  return (
    <div {...hover} data-testid="notice" data-code={code} data-level={notice.level}>
      <Message level={notice.level} className={styles.notice}>
        <div className={styles.row}>
          <p>
            <strong>{words.title}</strong> {words.advice}
          </p>
          <IconButton icon={X} size={15} label={t('shell.dismiss')} onClick={onDismiss} />
        </div>
      </Message>
    </div>
  );
}

/** Said again, the same thing replaces what was said before. */
function latestByCode(notices: readonly Notice[]): readonly Notice[] {
  return [...new Map(notices.map((notice) => [notice.code, notice])).values()];
}

/** The live region stands in the page from the start: screen readers announce only what is added to it. */
export function Notices() {
  const commands = useCommands();
  const notices = useShell((shell) => shell.notices);
  const t = useTranslate();
  const dismissAll = (code: Notice['code']): void => {
    for (const notice of notices) if (notice.code === code) commands.dismissNotice(notice.id);
  };
  return (
    <div className={styles.notices} role="region" aria-label={t('shell.notices')}>
      <div aria-live="polite" style={{ display: 'contents' }}>
        {latestByCode(notices).map((notice) => (
          <Toast
            key={notice.id}
            notice={notice}
            onDismiss={() => {
              dismissAll(notice.code);
            }}
          />
        ))}
      </div>
    </div>
  );
}
