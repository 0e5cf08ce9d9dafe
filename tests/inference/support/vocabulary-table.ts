import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { RULES } from '../../../src/inference/checks/registry';
import { INFERERS } from '../../../src/inference/inferers/registry';
import { STEPS } from '../../../src/inference/steps/registry';
import { manifestTable } from './manifest-table';

const SOURCE = resolve(import.meta.dirname, '../../../src/inference');
/** What stands between is written by write-vocabulary.ts and left alone by the formatter. */
const START = '<!-- prettier-ignore-start -->';
const END = '<!-- prettier-ignore-end -->';

/** Replaces what stands between the marks of the document. */
export function withVocabulary(document: string): string {
  const [before, rest] = document.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('the document has no marks for the vocabulary');
  return `${before}${START}\n\n${vocabulary()}\n${END}${after}`;
}

function vocabulary(): string {
  const comments = commentsOf('steps');
  const steps = Object.entries(STEPS).map(([id, step]) => line(id, step.kwargs, comments.get(step.name) ?? ''));
  const inferers = commentsOf('inferers', /(?:const (\w+) = defineInferer)/);
  const ways = Object.entries(INFERERS).map(([id, inferer]) => line(id, inferer.kwargs, inferers.get(lowered(id)) ?? '', ['inferer']));
  const rules = commentsOf('checks', /(?:const (\w+) = defineRule)/);
  const checks = Object.entries(RULES).map(([id, rule]) => line(id, rule.kwargs, rules.get(camel(id)) ?? ''));
  return [
    `### Fields of the manifest\n\n${manifestTable()}`,
    `### Steps (${String(steps.length)})\n\n${table(steps)}`,
    `### Inferers: \`kwargs.inferer\` of the step \`infer\`\n\n${table(ways)}`,
    `### Rules: \`checks[].rule\`\n\n${table(checks)}`,
  ].join('\n\n');
}

const table = (rows: readonly string[]): string =>
  ['| name | arguments | what it does |', '| --- | --- | --- |', ...rows].join('\n') + '\n';

function line(id: string, kwargs: z.ZodType, comment: string, leaveOut: readonly string[] = []): string {
  return `| \`${id}\` | ${argumentsOf(kwargs, leaveOut)} | ${cell(comment)} |`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
}

function argumentsOf(kwargs: z.ZodType, leaveOut: readonly string[]): string {
  const schema = z.toJSONSchema(kwargs, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const shapes = schema.anyOf ?? schema.oneOf ?? [schema];
  const written = shapes.map((shape) =>
    Object.entries(shape.properties ?? {})
      .filter(([name]) => !leaveOut.includes(name))
      .map(([name, value]) => `\`${name}${valueOf(value, shape.required?.includes(name) ?? false)}\``)
      .join(' '),
  );
  return cell(written.join('<br>or '));
}

/** `=default`, the choices, or `!` for what must be given. */
function valueOf({ default: preset, enum: choices, const: only }: JsonSchema, required: boolean): string {
  if (only !== undefined) return `: ${JSON.stringify(only)}`;
  const listed = choices === undefined ? '' : `: ${choices.map((choice) => JSON.stringify(choice)).join(' or ')}`;
  if (preset !== undefined) return `${listed} = ${JSON.stringify(preset)}`;
  return required ? `${listed} !` : listed;
}

/** The first sentences of the comment over each definition, by the name in it. */
function commentsOf(folder: string, name = /name: '([\w]+)'/): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const root = resolve(SOURCE, folder);
  for (const file of readdirSync(root, { recursive: true }).map(String)) {
    if (!file.endsWith('.ts')) continue;
    const source = readFileSync(resolve(root, file), 'utf8');
    for (const match of source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export const [^\n]*\n[^\n]*/g)) {
      const own = name.exec(match[0])?.[1];
      if (own !== undefined) found.set(own, sentences(match[1] ?? ''));
    }
  }
  return found;
}

function sentences(comment: string): string {
  return comment
    .replace(/^\s*\*?\s?/gm, ' ')
    .replace(/@\w+[\s\S]*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const lowered = (id: string): string => (id === 'WSIGrid' ? 'wsiGrid' : id.charAt(0).toLowerCase() + id.slice(1));
const camel = (id: string): string => id.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
