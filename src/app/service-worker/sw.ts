import '../trusted-types';
import { reportWorkerRequests } from '../network/worker-report';
import { refusal, reissue, routeOf } from './answer';
import { ConfigSource } from './config-source';
import { OfflineStore } from './offline-store';
import type { Exchange, MessageType, OfflineFile, Question, Tally } from './protocol';

declare const self: ServiceWorkerGlobalScope;
/** Written by the build: every file of `dist/` that the app needs. */
declare const __OFFLINE_FILES__: readonly OfflineFile[];

const scope = self.registration.scope;
const store = new OfflineStore(scope, __OFFLINE_FILES__);
const config = new ConfigSource(scope);
let tally: Tally = { store: 0, network: 0, refused: 0 };

const count = (what: keyof Tally): void => {
  tally = { ...tally, [what]: tally[what] + 1 };
};

reportWorkerRequests('service-worker');

async function answer(request: Request): Promise<Response> {
  const route = routeOf(request, scope, await config.packagePrefixes());
  switch (route.kind) {
    case 'store': {
      const stored = await store.match(route.path);
      if (stored === undefined) break;
      count('store');
      return reissue(stored, route.path);
    }
    case 'config': {
      const { response, network } = await config.answer();
      count(network ? 'network' : 'store');
      return reissue(response, 'config.json');
    }
    case 'package':
      count('network');
      return reissue(await fetch(new URL(route.path, scope), { credentials: 'same-origin', redirect: 'error' }), route.path);
    case 'foreign':
      count('refused');
      return Response.error();
    case 'refuse':
      break;
  }
  count('refused');
  return refusal();
}

const replies: { [T in MessageType]: (question: Exchange[T]['question']) => Promise<Exchange[T]['answer']> } = {
  hello: async ({ page }) => {
    await store.removeOldBuilds();
    return { known: page.startsWith(scope) && store.has(page.slice(scope.length)) };
  },
  inventory: () => store.inventory(),
  repair: async () => ({ complete: await store.repair() }),
  tally: () => Promise.resolve(tally),
  'skip-waiting': async () => {
    await self.skipWaiting();
    return { done: true };
  },
  claim: async () => {
    await self.clients.claim();
    return { done: true };
  },
};

self.addEventListener('install', (event) => {
  // No skipWaiting here: a new build waits until the user says so or the last page is closed.
  event.waitUntil(store.install(event));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(store.removeOldBuilds().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  event.respondWith(answer(event.request));
});

self.addEventListener('message', (event) => {
  const question = event.data as Question | null;
  const [port] = event.ports;
  if (port === undefined || typeof question !== 'object' || question === null || !Object.hasOwn(replies, question.type)) return;
  const reply = replies[question.type] as (question: Question) => Promise<unknown>;
  event.waitUntil(
    reply(question).then((value) => {
      port.postMessage(value);
    }),
  );
});
