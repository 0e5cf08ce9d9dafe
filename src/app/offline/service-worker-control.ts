import { Workbox } from 'workbox-window';
import { PAGE_LOCK_PREFIX, type Exchange, type MessageType } from '../service-worker/protocol';

/** A dead service worker must not hold the page up. */
const ANSWER_TIMEOUT_MS = 8_000;

export interface ServiceWorkerEvents {
  /** A new build is stored and waits for the user's word. */
  onUpdateReady(): void;
}

/** The page's side of the service worker: registration, control, updates, questions. */
export class ServiceWorkerControl {
  #registration: ServiceWorkerRegistration | null = null;
  #accepted = false;
  readonly #registered: Promise<ServiceWorkerRegistration | null>;

  /** Registers at once. Where service workers are missing or refused every question is answered null. */
  constructor(private readonly events: ServiceWorkerEvents) {
    this.#registered = this.#register();
  }

  static get supported(): boolean {
    // Firefox's private windows have no `serviceWorker`; the development server has no sw.js.
    return import.meta.env.PROD && 'serviceWorker' in navigator;
  }

  get controlled(): boolean {
    return ServiceWorkerControl.supported && navigator.serviceWorker.controller !== null;
  }

  /**
   * Waits until a service worker answers for this page, asking it to take over a page that was loaded past it.
   * @returns false when none will: not supported, refused, not installed within `timeoutMs`.
   */
  async untilControlled(timeoutMs: number): Promise<boolean> {
    if (this.controlled) return true;
    if ((await this.#registered) === null) return false;
    const changed = new Promise<void>((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
    });
    const active = navigator.serviceWorker.ready.then(async () => {
      if (!this.controlled) await this.ask('claim');
      if (!this.controlled) await changed;
    });
    const late = new Promise((resolve) => setTimeout(resolve, timeoutMs));
    await Promise.race([active, this.#installFailed(), late]);
    return this.controlled;
  }

  /** Asks the active service worker, or the one being installed; null when there is none or it does not answer. */
  async ask<T extends MessageType>(type: T, question?: Exchange[T]['question']): Promise<Exchange[T]['answer'] | null> {
    const registration = await this.#registered;
    const worker = registration?.active ?? registration?.installing ?? registration?.waiting;
    return worker == null ? null : this.#post(worker, type, question);
  }

  /** Is a build installed and active, so that the next start needs no network? */
  async isActive(): Promise<boolean> {
    return (await this.#registered)?.active != null;
  }

  /** False when no service worker was registered. */
  async isRegistered(): Promise<boolean> {
    return (await this.#registered) !== null;
  }

  /** On the user's word: the waiting build takes over and the page reloads into it. */
  applyUpdate(): void {
    this.#accepted = true;
    const waiting = this.#registration?.waiting;
    if (waiting == null) location.reload();
    else void this.#post(waiting, 'skip-waiting');
  }

  async #register(): Promise<ServiceWorkerRegistration | null> {
    if (!ServiceWorkerControl.supported) return null;
    this.#holdBuild();
    const workbox = new Workbox('./sw.js', { scope: './', updateViaCache: 'none' });
    workbox.addEventListener('waiting', () => {
      this.events.onUpdateReady();
    });
    let hadController = this.controlled;
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (this.#accepted) location.reload();
      // Another tab has accepted the update: this page keeps its own files until its user reloads it.
      else if (hadController) this.events.onUpdateReady();
      hadController = true;
    });
    try {
      const registration = await workbox.register({ immediate: true });
      this.#registration = registration ?? null;
      void this.#greet();
      return this.#registration;
    } catch {
      return null;
    }
  }

  /** Keeps this page's build in the store as long as the page lives. */
  #holdBuild(): void {
    void navigator.locks.request(PAGE_LOCK_PREFIX + import.meta.url, { mode: 'shared' }, () => new Promise(() => undefined));
  }

  /** A page that came from the network while another build was installed must reload before it loads more of itself. */
  async #greet(): Promise<void> {
    await navigator.serviceWorker.ready;
    const answer = await this.ask('hello', { page: import.meta.url });
    if (answer?.known === false) this.events.onUpdateReady();
  }

  /** Resolves when the first install has failed; never when it succeeds. */
  async #installFailed(): Promise<void> {
    const registration = await this.#registered;
    const worker = registration?.installing;
    if (worker == null) {
      if (registration?.active == null && registration?.waiting == null) return;
      return new Promise(() => undefined);
    }
    return new Promise((resolve) => {
      worker.addEventListener('statechange', () => {
        if (worker.state === 'redundant') resolve();
      });
    });
  }

  #post<T extends MessageType>(worker: ServiceWorker, type: T, question?: Exchange[T]['question']): Promise<Exchange[T]['answer'] | null> {
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      const timer = setTimeout(() => {
        port1.close();
        resolve(null);
      }, ANSWER_TIMEOUT_MS);
      port1.onmessage = (event: MessageEvent<Exchange[T]['answer']>) => {
        clearTimeout(timer);
        port1.close();
        resolve(event.data);
      };
      worker.postMessage({ ...question, type }, [port2]);
    });
  }
}
