import type { CheckOutcome } from '../../domain/result';
import { measureText } from '../i18n/check-words';
import { useFormat, useTranslate } from '../i18n/language';
import { Message } from '../kit/Message';

const LEVELS = { block: 'error', warn: 'warning', info: 'info' } as const;

/** Rules that an input or an answer did not meet, each with what was measured. */
export function CheckList({ checks }: { readonly checks: readonly CheckOutcome[] }) {
  const t = useTranslate();
  const format = useFormat();
  return checks
    .filter(({ satisfied }) => !satisfied)
    .map(({ rule, severity, message, measured, when }) => (
      <Message key={`${when} ${rule} ${JSON.stringify(measured)}`} level={LEVELS[severity]}>
        <span data-testid="gate" data-severity={severity} data-rule={rule} data-when={when}>
          {t.local(message)} <small>({measureText(measured, t, format)})</small>
        </span>
      </Message>
    ));
}
