/** All cores but one while the page is isolated, so that it stays smooth; one thread otherwise. */
export function threadsHere(scope: {
  readonly crossOriginIsolated: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
}): number {
  return scope.crossOriginIsolated ? Math.max(1, scope.navigator.hardwareConcurrency - 1) : 1;
}
