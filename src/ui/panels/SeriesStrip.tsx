import { useMemo } from 'react';
import { isDocumentKind, type Series, type Study } from '../../domain/study';
import { useSession, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import { useIdentityColor } from '../viewport/identity-color';
import { patientLines } from '../viewport/texts';
import { LabelsButton } from './LabelsButton';
import { SeriesItem } from './SeriesItem';
import styles from './SeriesStrip.module.css';

/** @param documents it holds tables and texts alone */
function StudyHeader({ study, documents }: { readonly study: Study; readonly documents: boolean }) {
  const hidden = useView((view) => view.identityHidden);
  const demo = useSession((session) => session.demoCase !== null);
  const t = useTranslate();
  const format = useFormat();
  const color = useIdentityColor(study);
  const [name, ...about] = patientLines(study.patient, hidden, t, format);
  const when = study.date === null ? '' : format.date(study.date);
  return (
    <header className={styles.patient} style={color === null ? undefined : { borderColor: color }}>
      <h3 className={styles.name}>{name ?? t('study.noPatient')}</h3>
      {about.map((line) => (
        <span key={line} className={styles.muted}>
          {line}
        </span>
      ))}
      <span className={styles.muted}>{[when, study.description].filter((text) => text !== '').join(' · ')}</span>
      {demo && <span className={styles.muted}>{t(documents ? 'study.demoDocument' : 'study.demo')}</span>}
    </header>
  );
}

/** Series in drop order, under the study they belong to. */
export function SeriesStrip() {
  const studies = useSession((session) => session.studies);
  const series = useSession((session) => session.series);
  const current = useView((view) => view.viewports[view.active].series);
  const layout = useView((view) => view.layout);
  const viewports = useView((view) =>
    Object.values(view.viewports)
      .map((viewport) => viewport.series ?? '')
      .join(' '),
  );
  const t = useTranslate();

  const groups = useMemo(() => {
    const byStudy = new Map<string, Series[]>();
    for (const one of series) byStudy.set(one.studyId, [...(byStudy.get(one.studyId) ?? []), one]);
    return [...byStudy].map(([id, members]) => ({ study: studies.find((study) => study.id === id) ?? null, id, members }));
  }, [studies, series]);

  const placeOf = (id: string): 'current' | 'shown' | 'none' => {
    if (id === current) return 'current';
    return layout !== '1x1' && viewports.split(' ').includes(id) ? 'shown' : 'none';
  };

  return (
    <div className={styles.strip}>
      <h2>
        <VisuallyHidden>{t('shell.seriesStrip')}</VisuallyHidden>
      </h2>
      {groups.length === 0 && <p className={styles.muted}>{t('series.empty')}</p>}
      {groups.map(({ study, id, members }) => (
        <div key={id}>
          {study !== null && <StudyHeader study={study} documents={members.every(({ kind }) => isDocumentKind(kind))} />}
          <ul className={styles.list}>
            {members.map((one) => (
              <li key={one.id}>
                <SeriesItem series={one} place={placeOf(one.id)} />
                <LabelsButton series={one} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
