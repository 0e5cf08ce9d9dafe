import type { DicomDataset } from '../../dicom/dataset';
import type { FrameGroupHook } from '../../dicom/header-scanner';
import { isWholeSlide } from '../../dicom/sop-classes';
import { TAG } from '../../dicom/tags';

const FIRST_CAPACITY = 1024;

/** Where the frames of a slide say they lie, collected one by one while the header is read: 28 bytes a frame, nothing else kept. */
export class FramePositions {
  count = 0;
  /** Of the frame's top left pixel on the total pixel matrix, from 1 (PS3.3 C.8.12.6.1); 0: not stated. */
  columns = new Float64Array(FIRST_CAPACITY);
  rows = new Float64Array(FIRST_CAPACITY);
  /** Micrometres; NaN: not stated. */
  heights = new Float64Array(FIRST_CAPACITY);
  /** Index in `identifiers`. */
  paths = new Uint32Array(FIRST_CAPACITY);
  readonly identifiers: string[] = [];
  readonly #pathOf = new Map<string, number>();
  readonly #shared: Place;

  /** @param shared functional groups that hold for every frame */
  constructor(shared: DicomDataset | null) {
    this.#shared = placeOf(shared, NOWHERE);
  }

  add(group: DicomDataset | null): void {
    if (this.count === this.columns.length) this.#grow();
    const place = placeOf(group, this.#shared);
    const i = this.count++;
    this.columns[i] = place.column;
    this.rows[i] = place.row;
    this.heights[i] = place.height;
    this.paths[i] = this.#path(place.path);
  }

  /** Every frame says where it is. */
  get complete(): boolean {
    for (let i = 0; i < this.count; i++) if ((this.columns[i] ?? 0) === 0 || (this.rows[i] ?? 0) === 0) return false;
    return this.count > 0;
  }

  #path(identifier: string): number {
    const known = this.#pathOf.get(identifier);
    if (known !== undefined) return known;
    const next = this.identifiers.push(identifier) - 1;
    this.#pathOf.set(identifier, next);
    return next;
  }

  #grow(): void {
    const twice = this.count * 2;
    const wider = (full: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(twice);
      larger.set(full);
      return larger;
    };
    this.columns = wider(this.columns);
    this.rows = wider(this.rows);
    this.heights = wider(this.heights);
    const paths = new Uint32Array(twice);
    paths.set(this.paths);
    this.paths = paths;
  }
}

/** Collects the positions of a slide's frames, and of no other image's. */
export class SlidePositions {
  /** Null until a slide's functional groups have been met. */
  found: FramePositions | null = null;

  readonly hook: FrameGroupHook = (root) => {
    if (!isWholeSlide(root.code(TAG.sopClassUid))) return null;
    const positions = new FramePositions(root.item(TAG.sharedFunctionalGroups));
    this.found = positions;
    return (group) => {
      positions.add(group);
    };
  };
}

interface Place {
  readonly column: number;
  readonly row: number;
  readonly height: number;
  readonly path: string;
}

const NOWHERE: Place = { column: 0, row: 0, height: NaN, path: '' };

function placeOf(group: DicomDataset | null, otherwise: Place): Place {
  const position = group?.item(TAG.planePositionSlide);
  const path = group?.item(TAG.opticalPathIdentification);
  return {
    column: position?.number(TAG.columnPosition) ?? otherwise.column,
    row: position?.number(TAG.rowPosition) ?? otherwise.row,
    height: position?.number(TAG.zOffsetInSlide) ?? otherwise.height,
    path: path?.code(TAG.opticalPathIdentifier) ?? otherwise.path,
  };
}
