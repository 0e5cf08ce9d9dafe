import { Boxes, FileImage, FolderOpen, LayoutGrid, PackagePlus } from 'lucide-react';
import { DEMO_CASES, type ShippedCaseId } from '../../domain/demo/case-list';
import { packageKey } from '../../domain/installed-package';
import { useCommands, usePackages } from '../app-context';
import { useDialogs } from '../dialogs';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { usePackagePicker } from '../package-picker';
import { ModelRow } from '../panels/ModelRow';
import type { OpenInputRefs } from '../shell/OpenInputs';
import { SHIPPED_PICTURES } from './DemoPictures';
import styles from './StartScreen.module.css';

/** Offered on the first screen; all are in the list behind it. */
const FIRST_CASES = DEMO_CASES.flatMap((one) => (one.made === 'shipped' ? [one.id] : []));

function DemoCard({ id }: { readonly id: ShippedCaseId }) {
  const commands = useCommands();
  const t = useTranslate();
  const Picture = SHIPPED_PICTURES[id];
  return (
    <button
      type="button"
      className={styles.card}
      data-testid="demo-case"
      data-case={id}
      onClick={() => {
        void commands.openDemo(id);
      }}
    >
      <Picture />
      <span className={styles.cardText}>
        <span className={styles.cardTitle}>{t(`start.demo.${id}.title`)}</span>
        <span className={styles.muted}>{t(`start.demo.${id}.text`)}</span>
        <span className={styles.go}>{t('start.demo.open')}</span>
      </span>
    </button>
  );
}

function Facts() {
  const t = useTranslate();
  return (
    <div className={styles.facts}>
      <section>
        <h3>{t('start.isTitle')}</h3>
        <ul className={styles.muted}>
          <li>{t('start.is.view')}</li>
          <li>{t('start.is.models')}</li>
          <li>{t('start.is.local')}</li>
        </ul>
      </section>
      <section>
        <h3>{t('start.isNotTitle')}</h3>
        <ul className={styles.muted}>
          <li>{t('start.isNot.device')}</li>
          <li>{t('start.isNot.archive')}</li>
        </ul>
      </section>
      <section>
        <h3>{t('start.formatsTitle')}</h3>
        <p className={styles.muted}>{t('start.formats')}</p>
      </section>
    </div>
  );
}

function InstalledModels() {
  const installed = usePackages((packages) => packages.installed);
  const starting = usePackages((packages) => packages.starting);
  const dialogs = useDialogs();
  const pick = usePackagePicker();
  const t = useTranslate();
  return (
    <section className={styles.models} aria-labelledby="start-models">
      <div className={styles.modelsHead}>
        <h3 id="start-models">
          {starting && installed.length === 0 ? t('models.preparing') : t('packages.count', { count: installed.length })}
          {starting && installed.length > 0 && <span className={styles.muted}> · {t('models.preparing')}</span>}
        </h3>
        <Button
          look="quiet"
          icon={Boxes}
          onClick={() => {
            dialogs.open('models');
          }}
        >
          {t('packages.manage')}
        </Button>
        <Button look="quiet" icon={PackagePlus} onClick={pick}>
          {t('packages.import')}
        </Button>
      </div>
      <ul className={styles.modelList}>
        {installed.map((one) => (
          <ModelRow key={packageKey(one.summary)} one={one} />
        ))}
      </ul>
    </section>
  );
}

/** What one sees while nothing is open. Its buttons press the inputs of the top bar. */
export function StartScreen({ files, folder }: OpenInputRefs) {
  const dialogs = useDialogs();
  const t = useTranslate();
  return (
    <div className={styles.screen}>
      <section className={styles.drop} aria-labelledby="start-title">
        <h2 id="start-title">{t('open.dropHere')}</h2>
        <p className={styles.muted}>{t('open.dropAnywhere')}</p>
        <div className={styles.buttons}>
          <Button look="primary" icon={FileImage} onClick={() => files.current?.click()}>
            {t('open.files')}
          </Button>
          <Button icon={FolderOpen} onClick={() => folder.current?.click()}>
            {t('open.folder')}
          </Button>
        </div>
      </section>
      <p className={styles.or}>{t('start.or')}</p>
      <div className={styles.cards}>
        {FIRST_CASES.map((id) => (
          <DemoCard key={id} id={id} />
        ))}
      </div>
      <Button
        className={styles.allDemos}
        icon={LayoutGrid}
        data-testid="all-demos"
        onClick={() => {
          dialogs.open('demos');
        }}
      >
        {t('start.demo.all', { count: DEMO_CASES.length })}
      </Button>
      <InstalledModels />
      <Facts />
    </div>
  );
}
