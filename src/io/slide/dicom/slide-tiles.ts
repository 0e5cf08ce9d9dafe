import { AppError } from '../../../domain/errors';
import type { DicomDataset } from '../../dicom/dataset';
import { TAG } from '../../dicom/tags';
import type { PixelLayout } from '../../opened';
import type { DicomSlideFile, OpticalPath, TilePlaces } from './dicom-slide-locator';
import type { FramePositions } from './frame-positions';
import { readOpticalPaths } from './optical-paths';
import { readConcatenation, readPlanes } from './slide-header';
import { placeSparse } from './sparse-tiles';
import { cellsAcross, cellsDown, type TileGrid } from './tile-places';

/** More than these are a broken header's. */
const PLANES = 10_000;
const PATHS = 1000;

interface SlideTiles {
  readonly tiles: TilePlaces;
  readonly planes: readonly number[];
  readonly paths: readonly OpticalPath[];
}

/**
 * Which frame shows which tile.
 * @param positions what the frames say themselves; null where they say nothing
 * @throws AppError `pixel-data-inconsistent`, `dimensions-absurd`.
 */
export function readTiles(
  dataset: DicomDataset,
  layout: PixelLayout,
  grid: TileGrid,
  role: DicomSlideFile['role'],
  positions: FramePositions | null,
): SlideTiles {
  const described = readOpticalPaths(dataset, layout.samplesPerPixel);
  const organization = dataset.code(TAG.dimensionOrganizationType);
  const placed = positions !== null && positions.complete ? positions : null;
  const sparse = organization === 'TILED_FULL' ? null : placed;
  if (sparse === null) return fullTiles(dataset, layout, grid, role, described);
  const paths = [...described];
  const pathOf = sparse.identifiers.map((identifier) => {
    const known = paths.findIndex((path) => path.identifier === identifier);
    if (known >= 0) return known;
    return identifier === '' || paths.length === 1 ? 0 : paths.push({ identifier, name: '', colour: null }) - 1;
  });
  if (paths.length > PATHS) throw new AppError('dimensions-absurd', 'more optical paths than any slide has', { paths: paths.length });
  const { tiles, planes } = placeSparse(sparse, grid, pathOf, layout.frameCount);
  if (tiles.frames.length === 0) throw new AppError('pixel-data-inconsistent', 'no frame lies on the total pixel matrix');
  return { tiles, planes, paths };
}

function fullTiles(
  dataset: DicomDataset,
  layout: PixelLayout,
  grid: TileGrid,
  role: DicomSlideFile['role'],
  described: readonly OpticalPath[],
): SlideTiles {
  const skipped = dataset.number(TAG.concatenationFrameOffset) ?? 0;
  const tiles: TilePlaces = { kind: 'full', skipped };
  // A label is one picture, whatever paths the header repeats from the specimen's images.
  if (role !== 'volume') return { tiles, planes: [0], paths: described.slice(0, 1) };
  const cells = cellsAcross(grid) * cellsDown(grid);
  const stated = {
    planes: Math.max(1, dataset.number(TAG.totalPixelMatrixFocalPlanes) ?? 1),
    paths: Math.max(1, dataset.number(TAG.numberOfOpticalPaths) ?? described.length),
  };
  const counts = readConcatenation(dataset) === null ? countsThatFit(stated, layout.frameCount / cells) : stated;
  if (counts.planes > PLANES || counts.paths > PATHS)
    throw new AppError('dimensions-absurd', 'more planes or paths than any slide has', counts);
  const paths = Array.from(
    { length: counts.paths },
    (_, i): OpticalPath => described[i] ?? { identifier: String(i + 1), name: '', colour: null },
  );
  return { tiles, planes: readPlanes(dataset, counts.planes), paths };
}

/** Where the header's counts do not explain the number of frames, and others do, the frames are right. */
function countsThatFit(stated: { readonly planes: number; readonly paths: number }, pictures: number): typeof stated {
  if (pictures === stated.planes * stated.paths) return stated;
  if (Number.isInteger(pictures) && pictures % stated.paths === 0) return { planes: pictures / stated.paths, paths: stated.paths };
  return pictures === stated.planes ? { planes: stated.planes, paths: 1 } : stated;
}
