import { AppError, toAppError } from '../domain/errors';

/** Fetches one of the app's own files. @throws AppError `read-failed`. */
export async function fetchOwn(url: string): Promise<Response> {
  try {
    const response = await fetch(url, { credentials: 'same-origin' });
    if (!response.ok) throw new AppError('read-failed', `status ${String(response.status)}`, { url });
    return response;
  } catch (error) {
    throw toAppError(error, 'read-failed', { url });
  }
}
