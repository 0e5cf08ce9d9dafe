/** First import of every worker entry: Trusted Types before any other code, and the worker's requests in the ledger. */
import '../trusted-types';
import { reportWorkerRequests } from '../network/worker-report';

reportWorkerRequests();
