import type { ImportQuestion } from '../../app/app';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Message } from '../kit/Message';
import { PlainText } from '../kit/PlainText';
import { ModelFacts } from '../panels/ModelFacts';
import { TrustBadge } from '../panels/ModelRow';

/** What an import waits for: an older version, less trust, other content under the same number, a licence. */
export function ImportQuestionDialog({ question }: { readonly question: ImportQuestion }) {
  const commands = useCommands();
  const t = useTranslate();
  const { summary, trust, concerns, installed, license } = question;
  const decline = (): void => {
    commands.answerImport(false);
  };
  const onlyLicense = concerns.every((concern) => concern === 'license');
  return (
    <Dialog
      title={t('packages.question.title', { name: t.local(summary.name), version: summary.version })}
      testId="import-question"
      onClose={decline}
      actions={
        <>
          <Button data-testid="import-decline" onClick={decline}>
            {t('packages.question.decline')}
          </Button>
          <Button
            look={onlyLicense ? 'primary' : 'danger'}
            data-testid="import-agree"
            onClick={() => {
              commands.answerImport(true);
            }}
          >
            {t(license === null ? 'packages.question.agree' : 'packages.question.accept')}
          </Button>
        </>
      }
    >
      <p>
        <TrustBadge state={trust.state} />
      </p>
      {concerns.map((concern) => (
        <Message key={concern} level={concern === 'license' ? 'info' : 'warning'}>
          <p data-testid="import-concern" data-concern={concern}>
            {t(`packages.question.${concern}`, {
              version: installed?.version ?? '',
              now: t(`packages.trust.${trust.state}`),
              before: t(`packages.trust.${installed?.trust.state ?? 'unsigned'}`),
            })}
          </p>
        </Message>
      ))}
      {license !== null && <PlainText label={t('models.license')}>{license}</PlainText>}
      <ModelFacts summary={summary} />
    </Dialog>
  );
}
