import type { z } from 'zod';
import { editDistance } from '../../domain/kernels/text/link-codes';

/** Letters by which a name may be misspelt. */
const MISSPELT = 2;

/** The error map of schemas that authors write for: what is missing, and which fields there are instead of an unknown one. */
export function issueWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type' && issue.input === undefined) return `missing, expected ${issue.expected}`;
  if (issue.code !== 'unrecognized_keys') return undefined;
  const known = fieldsOf(issue.inst);
  const names = issue.keys.map((key) => `"${key}"`).join(', ');
  return `unknown field ${names}${known.length === 0 ? '' : ` (known: ${known.join(', ')})`}`;
}

/** The first problem of a refused value, in words that name its place. @param whole what the value is called as a whole. */
export function describeIssue(error: z.ZodError, place = '', whole = 'manifest'): string {
  return describe(error.issues, place, whole);
}

function describe(issues: readonly z.core.$ZodIssue[], place: string, whole: string): string {
  const issue = issues[0];
  if (issue === undefined) return 'invalid';
  const where = [place, formatPath(issue.path)].filter((part) => part !== '').join('.');
  const nearest = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : undefined;
  return nearest === undefined ? `${where || whole}: ${issue.message}` : describe(nearest, where, whole);
}

/** Of the alternatives of a union the one that the value was meant as: it fails inside, not as a whole. */
function nearestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return branches.find(([issue]) => issue !== undefined && (issue.path.length > 0 || issue.code === 'unrecognized_keys'));
}

/** `pipeline[3].kwargs.mode`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${String(part)}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');
}

function fieldsOf(schema: unknown): readonly string[] {
  const { shape } = schema as { readonly shape?: object };
  return Object.keys(shape ?? {});
}

/** ` (did you mean Resize?)` where a known name differs by case or a few letters, else nothing. */
export function hintFor(name: string, known: readonly string[]): string {
  const ranked = known
    .map((other) => ({ other, distance: editDistance(name.toLowerCase(), other.toLowerCase(), MISSPELT) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best === undefined || best.distance > MISSPELT ? '' : ` (did you mean ${best.other}?)`;
}
