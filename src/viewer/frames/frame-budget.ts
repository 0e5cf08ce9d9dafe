const MEBIBYTE = 1024 * 1024;

/**
 * Bytes of decoded frames to keep: an eighth of the memory the browser admits to (it never says more than 8 GiB;
 * where it says nothing 4 GiB is assumed), between 256 MiB and 1 GiB.
 */
export function frameBudget(): number {
  const gibibytes = 'deviceMemory' in navigator && typeof navigator.deviceMemory === 'number' ? navigator.deviceMemory : 4;
  return Math.min(Math.max((gibibytes * 1024 * MEBIBYTE) / 8, 256 * MEBIBYTE), 1024 * MEBIBYTE);
}
