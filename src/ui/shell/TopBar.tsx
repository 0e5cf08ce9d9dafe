import { Boxes, CircleHelp, Info, Languages, Redo2, Settings, Trash2, Undo2, X } from 'lucide-react';
import { useCommands, useReview, useSession, useSettings } from '../app-context';
import { useDialogs } from '../dialogs';
import { useShortcut } from '../hooks/use-shortcut';
import { useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { OfflineBadge, SealBadge } from './Badges';
import { Brand } from './Brand';
import { OpenInputs, type OpenInputRefs } from './OpenInputs';
import styles from './Shell.module.css';

function LanguageSwitch() {
  const commands = useCommands();
  const language = useSettings((settings) => settings.language);
  const t = useTranslate();
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <Button
      look="quiet"
      icon={Languages}
      data-testid="language"
      data-language={language}
      data-tip={t('shell.languageHint')}
      lang={other}
      onClick={() => {
        commands.setLanguage(other);
      }}
    >
      {t('shell.language')}
    </Button>
  );
}

function CloseStudy() {
  const commands = useCommands();
  const dialogs = useDialogs();
  // A report alone, of files that gave nothing to show, is closed the same way.
  const open = useSession((session) => session.series.length > 0 || (session.progress !== null && session.progress.state !== 'reading'));
  const unexported = useReview((review) => review.unexported);
  const t = useTranslate();
  return (
    <Button
      icon={X}
      disabled={!open}
      data-testid="close-study"
      onClick={() => {
        if (unexported) dialogs.open('close');
        else commands.closeStudy();
      }}
    >
      {t('shell.close')}
    </Button>
  );
}

function History() {
  const commands = useCommands();
  const open = useSession((session) => session.series.length > 0);
  const canUndo = useReview((review) => review.canUndo);
  const canRedo = useReview((review) => review.canRedo);
  const t = useTranslate();
  const shortcut = useShortcut();
  if (!open) return null;
  return (
    <div className={styles.group}>
      <IconButton icon={Undo2} label={t('view.undo')} shortcut={shortcut({ do: 'undo' })} disabled={!canUndo} onClick={commands.undo} />
      <IconButton icon={Redo2} label={t('view.redo')} shortcut={shortcut({ do: 'redo' })} disabled={!canRedo} onClick={commands.redo} />
    </div>
  );
}

export function TopBar({ files, folder }: OpenInputRefs) {
  const dialogs = useDialogs();
  const shortcut = useShortcut();
  const t = useTranslate();
  return (
    <div className={styles.topBar}>
      <Brand />
      <OpenInputs files={files} folder={folder} />
      <CloseStudy />
      <History />
      <span className={styles.spacer} />
      <SealBadge />
      <OfflineBadge />
      <LanguageSwitch />
      <div className={styles.group}>
        <IconButton
          icon={Boxes}
          label={t('packages.manage')}
          data-testid="models"
          onClick={() => {
            dialogs.open('models');
          }}
        />
        <IconButton
          icon={Settings}
          label={t('shell.settings')}
          data-testid="settings"
          onClick={() => {
            dialogs.open('settings');
          }}
        />
        <IconButton
          icon={CircleHelp}
          label={t('shell.help')}
          shortcut={shortcut({ do: 'help' })}
          data-testid="help"
          onClick={() => {
            dialogs.open('help');
          }}
        />
        <IconButton
          icon={Info}
          label={t('shell.about')}
          data-testid="about"
          onClick={() => {
            dialogs.open('about');
          }}
        />
      </div>
      <Button
        icon={Trash2}
        look="quiet"
        data-testid="wipe"
        aria-haspopup="dialog"
        aria-label={t('shell.wipe')}
        data-tip={t('shell.wipe')}
        onClick={() => {
          dialogs.open('wipe');
        }}
      >
        <span className={styles.wideOnly}>{t('shell.wipe')}</span>
      </Button>
    </div>
  );
}
