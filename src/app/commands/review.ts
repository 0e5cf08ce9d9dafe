import { findingId, type FindingId, type InstanceId, type SeriesId } from '../../domain/ids';
import { isShown } from '../../domain/review/summary';
import {
  acceptFinding,
  addFinding,
  judgeFindings,
  moveFinding,
  noteFinding,
  personFinding,
  rejectFinding,
  relabelFinding,
  removeFinding,
} from '../../domain/review/verdicts';
import type { Finding } from '../../domain/finding';
import type { Box } from '../../domain/units';
import type { Commands } from '../app';
import type { Stores } from '../context';
import type { EditHistory } from '../edit-history';

type ReviewCommands = Pick<
  Commands,
  | 'selectFinding'
  | 'goToFinding'
  | 'accept'
  | 'reject'
  | 'relabel'
  | 'judge'
  | 'moveFinding'
  | 'noteFinding'
  | 'removeFinding'
  | 'toggleAi'
  | 'showHeatmap'
  | 'setOverlayLook'
  | 'setThreshold'
  | 'undo'
  | 'redo'
> & {
  /** Selected on the image itself: nothing needs to move. */
  pickFinding(id: FindingId | null): void;
  /** A person drew a box. */
  addByHand(series: SeriesId, instance: InstanceId, frameNumber: number, box: Box): void;
};

export interface ReviewPorts {
  /** Brings the finding's frame and place on screen. */
  reveal(finding: Finding): void;
}

export function createReviewCommands(stores: Stores, history: EditHistory, ports: ReviewPorts): ReviewCommands {
  const { review, view, models } = stores;
  const findings = (): readonly Finding[] => review.getState().findings;
  const now = (): string => new Date().toISOString();

  /** Findings of the active viewport's series that are on the list, in its order. */
  const listed = (): readonly Finding[] => {
    const { viewports, active } = view.getState();
    const { thresholds } = review.getState();
    return findings().filter((finding) => finding.series === viewports[active].series && isShown(finding, thresholds));
  };

  const select = (id: FindingId | null): void => {
    review.setState({ selected: id });
    const finding = findings().find((candidate) => candidate.id === id);
    if (finding !== undefined) ports.reveal(finding);
  };

  return {
    selectFinding: select,
    pickFinding(id) {
      review.setState({ selected: id });
    },
    goToFinding(direction) {
      const list = listed();
      if (list.length === 0) return;
      const at = list.findIndex((finding) => finding.id === review.getState().selected);
      const next = at === -1 ? (direction === 1 ? 0 : list.length - 1) : (at + direction + list.length) % list.length;
      select(list[next]?.id ?? null);
    },
    accept(id) {
      history.finding(acceptFinding(findings(), id, now()));
    },
    reject(id) {
      history.finding(rejectFinding(findings(), id, now()));
    },
    relabel(id, label) {
      history.finding(relabelFinding(findings(), id, label, now()));
    },
    judge(ids, verdict) {
      history.findings(judgeFindings(findings(), new Set(ids), verdict, now()));
    },
    moveFinding(id, box) {
      history.finding(moveFinding(findings(), id, box, now()), `move:${id}`);
    },
    noteFinding(id, note) {
      history.finding(noteFinding(findings(), id, note), `note:${id}`);
    },
    removeFinding(id) {
      history.finding(removeFinding(findings(), id));
      if (review.getState().selected === id) review.setState({ selected: null });
    },
    addByHand(series, instance, frameNumber, box) {
      const { models: installed, selected, applicability } = models.getState();
      // The labels of a model mean something only on the images it is made for.
      const fits = selected !== null && applicability[selected]?.verdict !== 'no';
      const model = fits ? installed.find((candidate) => candidate.summary.id === selected) : undefined;
      const last = findings().findLast((finding) => finding.series === series)?.label;
      const label = last ?? model?.summary.labels[0]?.key ?? 'finding';
      const finding = personFinding(findingId(crypto.randomUUID()), series, label, { kind: 'box', instance, frameNumber, box }, now());
      history.finding(addFinding(findings(), finding));
      review.setState({ selected: finding.id });
    },
    toggleAi(visible) {
      review.setState((state) => ({ aiVisible: visible ?? !state.aiVisible }));
    },
    showHeatmap(id) {
      review.setState({ heatmap: id });
    },
    setOverlayLook(look) {
      review.setState((state) => ({ overlayLook: { ...state.overlayLook, ...look } }));
    },
    setThreshold(modelId, value) {
      const clamped = Math.min(1, Math.max(0, value));
      review.setState((state) => ({ thresholds: { ...state.thresholds, [modelId]: clamped } }));
    },
    undo() {
      history.undo();
    },
    redo() {
      history.redo();
    },
  };
}
