const GIBIBYTE = 2 ** 30;
/** A WASM heap ends at 4 GiB; what it grows by must find its place in one piece. */
const MOST = 3 * GIBIBYTE;

/**
 * Bytes that a run may plan for.
 * @param deviceMemory GiB of the machine as the browser rounds them (`navigator.deviceMemory`); undefined where it does not say.
 */
export function memoryBudget(deviceMemory: number | undefined): number {
  // Half is for the system, the browser and the images on screen.
  return deviceMemory === undefined ? MOST : Math.min(MOST, (deviceMemory / 2) * GIBIBYTE);
}
