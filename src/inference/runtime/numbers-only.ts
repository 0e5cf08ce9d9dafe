import { AppError } from '../../domain/errors';
import { sessionWith, type NetworkSession } from './network-session';

/**
 * A network whose answers are refused where they hold NaN or +∞: an argmax or a threshold would turn them into "nothing
 * found". −∞ is let through: it is how networks rule a class out. Golden tests ask the network itself, so that NaN counts among
 * their differences.
 * @throws AppError `answer-not-finite` from `run`.
 */
export function numbersOnly(session: NetworkSession): NetworkSession {
  return sessionWith(session, async (inputs) => {
    const results = await session.run(inputs);
    for (const [output, { data }] of Object.entries(results)) {
      if ((data instanceof Float32Array || data instanceof Float64Array) && (data.includes(NaN) || data.includes(Infinity))) {
        const { provider } = session;
        throw new AppError('answer-not-finite', `output "${output}" of the network holds values that are not numbers`, {
          output,
          provider,
        });
      }
    }
    return results;
  });
}
