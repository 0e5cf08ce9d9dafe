import type { ModelHandle } from '../../../src/app/workers/compute.client';

/** A package that `serveWorkerPage` published beside the page that asks. */
export async function fetchPackage(name: string): Promise<ModelHandle> {
  const paths = (await (await fetch(`${name}/index.json`)).json()) as string[];
  const files = await Promise.all(paths.map(async (path) => [path, await (await fetch(`${name}/${path}`)).blob()] as const));
  return { key: name, files: new Map(files) };
}
