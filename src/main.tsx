import './app/trusted-types';
import { startProtection } from './app/seal/start-protection';

const started = performance.now();
const line = (id: string, text: string, data: Record<string, string> = {}): void => {
  let element = document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  if (element === null) {
    element = document.createElement('p');
    element.dataset['testid'] = id;
    document.getElementById('root')?.append(element);
  }
  element.textContent = text;
  Object.assign(element.dataset, data);
};

if (!document.documentElement.hasAttribute('data-unsupported')) {
  line('seal', 'testing', { state: 'testing', requests: '0' });
  line('offline', 'preparing', { state: 'preparing' });
  line('version', __APP_COMMIT__);
  const protection = startProtection({
    mayReload: () => document.documentElement.dataset['open'] !== 'yes',
    packages: () => Promise.resolve([{ name: 'placeholder', bytes: 0, ready: true }]),
    onSeal: ({ status, details }) => {
      line('seal', JSON.stringify({ details, ms: Math.round(performance.now() - started), isolated: crossOriginIsolated }), { state: status });
    },
    onRequests: (entries, foreign) => {
      line('seal', document.querySelector('[data-testid="seal"]')?.textContent ?? '', { requests: String(foreign) });
      line('ledger', JSON.stringify(entries));
    },
    onOffline: ({ status, items }) => {
      line('offline', JSON.stringify(items), { state: status });
    },
    onUpdateReady: () => {
      line('update', 'ready');
    },
  });
  document.documentElement.addEventListener('apply-update', () => {
    protection.applyUpdate();
  });
}
