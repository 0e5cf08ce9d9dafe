import { AppError } from '../../domain/errors';
import { sessionWith, type NetworkSession } from './network-session';

/**
 * A network whose answers are refused where they hold NaN: an argmax or a threshold would turn it into "nothing found".
 * Golden tests ask the network itself, so that NaN counts among their differences.
 * @throws AppError `inference-failed` from `run`.
 */
export function withoutNaN(session: NetworkSession): NetworkSession {
  return sessionWith(session, async (inputs) => {
    const results = await session.run(inputs);
    for (const [name, { data }] of Object.entries(results)) {
      if ((data instanceof Float32Array || data instanceof Float64Array) && data.includes(NaN))
        throw new AppError('inference-failed', `output "${name}" holds values that are not numbers`);
    }
    return results;
  });
}
