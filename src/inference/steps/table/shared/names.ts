import { z } from 'zod';

/** Column names of a table. */
export const columnNames = z.array(z.string().min(1).max(200)).min(1).max(2000);
