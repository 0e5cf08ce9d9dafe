import { z } from 'zod';
import { manifestSchema } from '../../../src/inference/packages/manifest-schema';

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | false;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** Every object of a manifest with its fields, as the schema has them; outputs by kind. */
export function manifestTable(): string {
  const rows = new Map<string, string>();
  collect('manifest', z.toJSONSchema(manifestSchema, { io: 'input', unrepresentable: 'any' }) as JsonSchema, rows);
  return (
    ['| object | fields |', '| --- | --- |', ...Array.from(rows, ([fields, place]) => `| \`${place}\` | ${fields} |`)].join('\n') + '\n'
  );
}

function collect(place: string, schema: JsonSchema, rows: Map<string, string>): void {
  const { properties = {}, required = [] } = schema;
  const { const: only } = properties['kind'] ?? {};
  const kind = typeof only === 'string' ? only : undefined;
  const fields = Object.entries(properties)
    .filter(([name]) => kind === undefined || name !== 'kind')
    .map(([name, field]) => `\`${name}${form(field)}${required.includes(name) ? ' !' : ''}\``)
    .join(' ');
  // Objects of the same fields stand once, kinds of output that have the same together.
  const known = rows.get(fields);
  if (known === undefined) rows.set(fields, kind === undefined ? place : `${place} of kind ${kind}`);
  else if (kind !== undefined) rows.set(fields, `${known}, ${kind}`);
  for (const [name, field] of Object.entries(properties)) {
    const list = field.items !== undefined;
    const inner = field.items ?? field;
    const at = `${place === 'manifest' ? '' : `${place}.`}${name}${list ? '[]' : ''}`;
    for (const shape of inner.anyOf ?? inner.oneOf ?? [inner]) {
      if (shape.properties === undefined || isText(shape)) continue;
      collect(at, shape, rows);
    }
  }
}

/** A text of both languages. */
const isText = ({ properties = {} }: JsonSchema): boolean => Object.keys(properties).join() === 'fr,en';

/** Type of a field after its name: choices, or one word; texts and objects with rows of their own need none. */
function form(field: JsonSchema): string {
  if (field.const !== undefined) return `: ${JSON.stringify(field.const)}`;
  if (field.enum !== undefined) return `: ${field.enum.join(' or ')}`;
  if (field.prefixItems !== undefined) return `: [${field.prefixItems.map(() => 'number').join(', ')}]`;
  if (field.items !== undefined)
    return `[]${field.items.properties === undefined && field.items.oneOf === undefined ? form(field.items) : ''}`;
  const shapes = field.anyOf ?? field.oneOf;
  if (shapes !== undefined) return shapes.some(isText) ? ': fr and en' : `: ${shapes.map(word).join(' or ')}`;
  return field.type === 'string' || field.properties !== undefined ? '' : `: ${word(field)}`;
}

function word({ type, properties, items, additionalProperties }: JsonSchema): string {
  if (properties !== undefined) return `{${Object.keys(properties).join(', ')}}`;
  if (items !== undefined) return `${word(items)}[]`;
  if (typeof additionalProperties === 'object') return '{…}';
  return type ?? 'any';
}
