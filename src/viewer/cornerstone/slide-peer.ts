import { Enums, metaData } from '@cornerstonejs/core';
import type { utilities } from '@cornerstonejs/core';
import type { SlidePicture } from '../viewport/pane';

type Peer = Awaited<ReturnType<typeof utilities.WSIUtilities.getDicomMicroscopyViewer>>;
type Client = Parameters<typeof utilities.WSIUtilities.loadWSIData>[0]['client'];
type Metadata = ReturnType<Client['getDICOMwebMetadata']>;
type PeerViewer = InstanceType<Peer['viewer']['VolumeImageViewer']>;
type PeerView = ReturnType<ReturnType<PeerViewer['getMap']>['getView']>;

const SCHEME = 'diaphane-slide';
const FRAME_OF_REFERENCE = 'diaphane-slide';
const IMAGE_PLANE: string = Enums.MetadataModules.IMAGE_PLANE;
/** Millimetres a pixel where the slide is not calibrated: Cornerstone's own fallback. */
const UNKNOWN_SPACING = 1;

export const slideImageId = (series: string): string => `${SCHEME}:${series}`;

interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Millimetres a pixel, [x, y]. */
  readonly spacing: readonly [number, number];
}

const grids = new Map<string, Grid>();

/** A slide as Cornerstone's whole slide viewport is given it: what the file's header would say, and where it is drawn. */
export class SlideClient implements Client {
  readonly imageId: string;
  readonly grid: Grid;
  /** How it lies on screen now. */
  picture: SlidePicture;
  readonly #canvas: HTMLCanvasElement;

  constructor(picture: SlidePicture, canvas: HTMLCanvasElement) {
    const { series, grid, tiles } = picture;
    const [x, y] = tiles.pyramid.micronsPerPixel ?? [UNKNOWN_SPACING * 1000, UNKNOWN_SPACING * 1000];
    this.imageId = slideImageId(series.id);
    this.grid = { columns: grid.columns, rows: grid.rows, spacing: [x / 1000, y / 1000] };
    this.picture = picture;
    this.#canvas = canvas;
    grids.set(this.imageId, this.grid);
  }

  mount(container: HTMLElement): void {
    container.append(this.#canvas);
  }

  release(): void {
    grids.delete(this.imageId);
  }

  getDICOMwebMetadata(): Metadata {
    const { columns, rows, spacing } = this.grid;
    return {
      NumberOfFrames: 1,
      TotalPixelMatrixColumns: columns,
      TotalPixelMatrixRows: rows,
      ImageOrientationSlide: [1, 0, 0, 0, 1, 0],
      ImagedVolumeWidth: columns * spacing[0],
      ImagedVolumeHeight: rows * spacing[1],
      ImagedVolumeDepth: 1,
      '00080008': { Value: ['DERIVED', 'PRIMARY', 'VOLUME', 'NONE'] },
      '00200052': { Value: [FRAME_OF_REFERENCE] },
    };
  }
}

/** The header as the peer's class gives it. */
class SlideImage {
  readonly ImageType = ['DERIVED', 'PRIMARY', 'VOLUME', 'NONE'];

  constructor({ metadata }: { readonly metadata: Metadata }) {
    Object.assign(this, metadata);
  }
}

/**
 * The part of OpenLayers' view that Cornerstone asks for, answered from the picture on screen: x to the right, y upwards
 * from the slide's top-left, in level-0 pixels. It reads; what is shown is for the app's own view to say.
 */
class SlideMapView implements PeerView {
  constructor(private readonly client: SlideClient) {}

  getCenter(): [number, number] {
    const { center } = this.client.picture.view;
    return [center.x, -center.y];
  }

  getResolution(): number {
    return 1 / this.client.picture.view.zoom;
  }

  getResolutionForZoom(zoom: number): number {
    return Math.max(this.client.grid.columns, this.client.grid.rows) / 256 / 2 ** zoom;
  }

  getZoom(): number {
    return Math.log2(this.getResolutionForZoom(0) / this.getResolution());
  }

  getRotation(): number {
    return (this.client.picture.view.rotation * Math.PI) / 180;
  }

  getProjection() {
    const { columns, rows } = this.client.grid;
    return { getExtent: () => [0, -(rows + 1), columns, -1] };
  }

  setCenter(): void {
    return;
  }

  setResolution(): void {
    return;
  }

  setRotation(): void {
    return;
  }

  setZoom(): void {
    return;
  }
}

class SlidePeerViewer implements PeerViewer {
  readonly #client: SlideClient;
  #container: HTMLElement | null = null;

  constructor({ client }: { readonly client: unknown }) {
    if (!(client instanceof SlideClient)) throw new TypeError('not a slide of this viewer');
    this.#client = client;
  }

  render({ container }: { readonly container: HTMLElement }): void {
    this.#container = container;
    this.#client.mount(container);
  }

  /** It never had one: pointer and keys are the app's own. */
  deactivateDragPanInteraction(): void {
    return;
  }

  getMap(): ReturnType<PeerViewer['getMap']> {
    const view = new SlideMapView(this.#client);
    return {
      getView: () => view,
      getViewport: () => this.#container ?? document.createElement('div'),
      on: () => undefined,
      un: () => undefined,
      render: () => undefined,
    };
  }

  /** Pixels to millimetres on the slide, as rows of a 3 × 3 matrix. */
  getAffine(): readonly (readonly [number, number, number])[] {
    const [x, y] = this.#client.grid.spacing;
    return [
      [x, 0, 0],
      [0, y, 0],
      [0, 0, 1],
    ];
  }
}

type Affine = ReturnType<SlidePeerViewer['getAffine']>;

function diagonal(affine: unknown): readonly [number, number] {
  const rows = affine as Affine;
  return [rows[0]?.[0] ?? 1, rows[1]?.[1] ?? 1];
}

/** What Cornerstone takes for `dicom-microscopy-viewer`: the app's own slide viewer behind that interface. */
export const SLIDE_PEER: Peer = {
  metadata: { VLWholeSlideMicroscopyImage: SlideImage as unknown as Peer['metadata']['VLWholeSlideMicroscopyImage'] },
  viewer: { VolumeImageViewer: SlidePeerViewer },
  utils: {
    applyTransform({ coordinate: [x, y], affine }) {
      const [dx, dy] = diagonal(affine);
      return [x * dx, y * dy];
    },
    applyInverseTransform({ coordinate: [x, y], affine }) {
      const [dx, dy] = diagonal(affine);
      return [x / dx, y / dy];
    },
  },
};

/** Answers for the planes of slides. */
export function registerSlides(): void {
  metaData.addProvider((type: string, id: unknown) => {
    const grid = type === IMAGE_PLANE && typeof id === 'string' ? grids.get(id) : undefined;
    if (grid === undefined) return undefined;
    return {
      rows: grid.rows,
      columns: grid.columns,
      imagePositionPatient: [0, 0, 0],
      imageOrientationPatient: [1, 0, 0, 0, 1, 0],
      rowCosines: [1, 0, 0],
      columnCosines: [0, 1, 0],
      rowPixelSpacing: grid.spacing[1],
      columnPixelSpacing: grid.spacing[0],
      pixelSpacing: [grid.spacing[1], grid.spacing[0]],
      frameOfReferenceUID: FRAME_OF_REFERENCE,
    };
  }, 10_001);
}
