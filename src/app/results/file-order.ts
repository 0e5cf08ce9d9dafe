import type { InstanceId } from '../../domain/ids';
import type { Series } from '../../domain/study';
import type { PixelLocator } from '../../io/opened';
import { storedOrder } from '../../io/volume/stored-order';
import { OWN_ORDER, type StoredOrder } from '../../results/nifti/write-nifti';

/** How the file of a series runs, so that a label map lies in it voxel beside voxel; our own order for series of frames. */
export function fileOrder({ instances: [first], frames }: Series, locatorOf: (instance: InstanceId) => PixelLocator | null): StoredOrder {
  const locator = first === undefined ? null : locatorOf(first.id);
  return (locator === null ? null : storedOrder(locator, frames)) ?? OWN_ORDER;
}
