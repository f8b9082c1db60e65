import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { createGenerator } from 'ts-json-schema-generator';
import type { GenericSchema } from 'valibot';
import type { Endpoint } from '../../server/http/endpoint.ts';

type Json = Record<string, unknown>;

const root = join(import.meta.dirname, '../..');

const errorReply = { description: 'Why not', content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorReply' } } } };

/**
 * The API as OpenAPI 3.1: what comes out by the types of the contract, with their comments; what goes in by the schemas that each
 * endpoint reads its input with. `deliveries` are the kinds of file that other systems may deliver.
 */
export function describeApi(endpoints: readonly Endpoint[], deliveries: readonly string[]): Json {
  const { definitions } = createGenerator({
    path: join(root, 'server/contract/*.ts'),
    type: '*',
    skipTypeCheck: true,
    additionalProperties: false,
    topRef: true,
  }).createSchema('*') as unknown as { definitions: Record<string, Json> };
  const { Endpoints, ...others } = inComponents(definitions) as Record<string, Json>;
  const lines = Endpoints!['properties'] as Record<string, Json>;
  const schemas = Object.fromEntries(Object.entries(others).filter(([name]) => !name.endsWith('Endpoints')));
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = `/api${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, lines[endpoint.line]!) };
  }
  for (const kind of deliveries) paths[`/ingest/${kind}`] = { post: delivery(kind) };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    openapi: '3.1.0',
    info: { title: 'Min side', version, description: 'Made from server/contract/ and the endpoints’ schemas by `npm run snapshots`.' },
    paths: Object.fromEntries(Object.entries(paths).toSorted(([one], [other]) => (one < other ? -1 : 1))),
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([one], [other]) => (one < other ? -1 : 1))),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-min-side' },
        ingestKey: { type: 'http', scheme: 'bearer' },
        dataKey: { type: 'http', scheme: 'bearer', description: 'A key that the customer has made on the profile page' },
      },
    },
  };
}

function operation({ path, who, limit, schemas }: Endpoint, line: Json): Json {
  const { reply } = line['properties'] as { reply: Json };
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!);
  const parameters = [...parametersOf('path', schemas.path, names), ...parametersOf('query', schemas.query)];
  return {
    ...(typeof line['description'] === 'string' && { description: line['description'] }),
    ...(parameters.length > 0 && { parameters }),
    ...(schemas.body && { requestBody: { required: true, content: { 'application/json': { schema: input(schemas.body) } } } }),
    responses: { ...successOf(reply), ...(limit === 'login' && { '429': errorReply }), default: errorReply },
    security: who === 'anyone' || who === 'public' ? [] : who === 'key' ? [{ dataKey: [] }] : [{ session: [] }],
  };
}

function successOf(reply: Json): Json {
  if (reply['type'] === 'null') return { '204': { description: 'Done' } };
  const isFile = JSON.stringify(reply).includes('Blob');
  const content = isFile ? { 'application/octet-stream': {} } : { 'application/json': { schema: reply } };
  return { '200': { description: isFile ? 'A file' : 'The answer', content } };
}

function parametersOf(where: 'path' | 'query', schema: GenericSchema | undefined, names: string[] = []): Json[] {
  if (schema === undefined) return names.map((name) => ({ name, in: where, required: true, schema: { type: 'string' } }));
  const { properties = {}, required = [] } = input(schema) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, each]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: each,
  }));
}

/** What a schema takes. Checks that are code have no place in JSON Schema. */
function input(schema: GenericSchema): Json {
  const { $schema: _, ...described } = toJsonSchema(schema, { typeMode: 'input', errorMode: 'ignore' });
  return described;
}

function delivery(kind: string): Json {
  const text = { type: 'string' };
  const fault = {
    type: 'object',
    required: ['error'],
    properties: { error: text, file: text, line: { type: 'integer' }, column: text, message: text },
  };
  const refusal = (description: string) => ({ description, content: { 'application/json': { schema: fault } } });
  return {
    description: `A file as \`import ${kind}\` takes it; docs/importing.md says which there are.`,
    parameters: [
      {
        name: 'name',
        in: 'query',
        required: false,
        schema: { type: 'string', maxLength: 200 },
        description: 'The file’s name, for the report',
      },
      { name: 'check', in: 'query', required: false, schema: { enum: ['yes'] }, description: 'Reads and reports, and stores nothing' },
      { name: 'profile', in: 'query', required: false, schema: text, description: 'The form of the file' },
    ],
    requestBody: { required: true, content: { 'application/octet-stream': {} } },
    responses: {
      '200': { description: 'The import’s report', content: { 'application/json': { schema: { type: 'object' } } } },
      '400': refusal('The query does not fit'),
      '401': refusal('The key is missing or wrong'),
      '408': refusal('The body stalled'),
      '413': refusal('The body is too large'),
      '422': refusal('The file is refused: where, and why'),
      '503': refusal('The database is away'),
    },
    security: [{ ingestKey: [] }],
  };
}

/** Draft 7, as the generator writes it, in OpenAPI's 2020-12: references point to the components, tuples have `prefixItems`. */
function inComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inComponents);
  if (typeof value === 'string') return value.replace('#/definitions/', '#/components/schemas/');
  if (typeof value !== 'object' || value === null) return value;
  const { items, additionalItems, ...others } = value as Json;
  const tuple = Array.isArray(items)
    ? { prefixItems: inComponents(items), items: additionalItems ?? false }
    : { items: inComponents(items) };
  return {
    ...Object.fromEntries(Object.entries(others).map(([name, each]) => [name, inComponents(each)])),
    ...(items !== undefined && tuple),
  };
}
