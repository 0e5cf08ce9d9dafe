import './prelude';
import { probeRefused } from '../seal/probe';

/** Answers once: was the byte refused in this worker? */
void probeRefused(globalThis).then((refused) => {
  globalThis.postMessage(refused);
});
