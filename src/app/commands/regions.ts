import { findingId } from '../../domain/ids';
import type { FramePlace } from '../../domain/prompt';
import {
  addClass,
  changeClass,
  classesOf,
  classInHand,
  withModelClasses,
  type AnnotationClass,
} from '../../domain/regions/annotation-classes';
import { GRID_SIDES } from '../../domain/regions/counting-grid';
import { BRUSH_RADII } from '../../domain/regions/drawing';
import type { RegionShape } from '../../domain/regions/region';
import { spanOf, type Rings } from '../../domain/regions/rings';
import { addFinding, personFinding, removeFinding, reshapeRegion } from '../../domain/review/verdicts';
import type { ImageEvidence } from '../../domain/finding';
import type { FindingId } from '../../domain/ids';
import type { Box, Point } from '../../domain/units';
import type { Commands } from '../app';
import type { Stores } from '../context';
import type { EditHistory } from '../edit-history';
import { activeSeries } from '../label-sources';
import type { ViewerHost } from '../viewer-host';

type RegionCommands = Pick<
  Commands,
  'setDrawing' | 'drawByKey' | 'addClass' | 'changeClass' | 'removeClass' | 'takeModelClasses' | 'setGrid'
> & {
  regionDrawn(place: FramePlace, shape: RegionShape): void;
  regionReshaped(id: FindingId, rings: Rings): void;
  placeCounted(place: FramePlace, at: Point): void;
  countRemoved(id: FindingId): void;
};

/** Half the side of the surroundings of a place that was counted, image pixels. */
const AROUND = 12;

/** Regions that a person draws and things that a person counts, each of a class of the study. */
export function createRegionCommands(stores: Stores, history: EditHistory, viewer: Pick<ViewerHost, 'drawByKey'>): RegionCommands {
  const { review, view, models } = stores;
  const now = (): string => new Date().toISOString();
  const classes = (): readonly AnnotationClass[] => classesOf(review.getState().classes, activeSeries(stores));

  const setClasses = (changed: readonly AnnotationClass[]): void => {
    const series = activeSeries(stores);
    if (series !== null) review.setState((state) => ({ classes: { ...state.classes, [series.studyId]: changed } }));
  };

  const add = ({ series, instance, frameNumber }: FramePlace, shape: Shape): FindingId | null => {
    const found = classInHand(classes(), view.getState().drawing.label);
    const { findings } = review.getState();
    if (found === null) return null;
    const evidence: ImageEvidence = { ...shape, instance, frameNumber };
    const finding = personFinding(findingId(crypto.randomUUID()), series, found.key, evidence, now());
    history.finding(addFinding(findings, finding));
    return finding.id;
  };

  const remove = (id: FindingId): void => {
    history.finding(removeFinding(review.getState().findings, id));
    if (review.getState().selected === id) review.setState({ selected: null });
  };

  return {
    setDrawing(patch) {
      view.setState(({ drawing }) => {
        const next = { ...drawing, ...patch };
        return { drawing: { ...next, brushRadius: Math.min(Math.max(next.brushRadius, BRUSH_RADII.least), BRUSH_RADII.most) } };
      });
    },
    drawByKey: (key) => viewer.drawByKey(view.getState().active, key),
    addClass(name) {
      const before = classes();
      const after = addClass(before, name);
      if (after === before) return;
      setClasses(after);
      view.setState(({ drawing }) => ({ drawing: { ...drawing, label: after.at(-1)?.key ?? null } }));
    },
    changeClass(key, patch) {
      setClasses(changeClass(classes(), key, patch));
    },
    removeClass(key) {
      // What is called so would lose its name.
      if (review.getState().findings.some(({ author, label }) => author.kind === 'person' && label === key)) return;
      setClasses(classes().filter((one) => one.key !== key));
    },
    takeModelClasses() {
      const { models: installed, selected } = models.getState();
      const model = installed.find(({ summary }) => summary.id === selected);
      if (model !== undefined) setClasses(withModelClasses(classes(), model.summary.labels));
    },
    setGrid(patch) {
      view.setState(({ grid }) => {
        const next = { ...grid, ...patch };
        return { grid: { ...next, side: Math.min(Math.max(next.side, GRID_SIDES.least), GRID_SIDES.most) } };
      });
    },
    regionDrawn(place, shape) {
      const selected = shape.kind === 'polygon' ? polygon(shape.rings, (box) => add(place, { ...shape, box })) : add(place, shape);
      if (selected !== null) review.setState({ selected });
    },
    regionReshaped(id, rings) {
      const { findings } = review.getState();
      if (rings.length === 0) remove(id);
      else history.finding(reshapeRegion(findings, id, rings, now()), `reshape:${id}`);
    },
    placeCounted(place, at) {
      add(place, { kind: 'point', at, box: { x: at.x - AROUND, y: at.y - AROUND, width: 2 * AROUND, height: 2 * AROUND } });
    },
    countRemoved: remove,
  };
}

type Shape =
  | { readonly kind: 'point'; readonly at: Point; readonly box: Box }
  | { readonly kind: 'box' | 'ellipse'; readonly box: Box }
  | { readonly kind: 'polygon'; readonly rings: Rings; readonly box: Box };

function polygon(rings: Rings, draw: (box: Box) => FindingId | null): FindingId | null {
  const box = spanOf(rings);
  return box === null ? null : draw(box);
}
