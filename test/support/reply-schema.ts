import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Operation {
  pattern: RegExp;
  method: string;
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

const api = JSON.parse(readFileSync(join(import.meta.dirname, '../../openapi.json'), 'utf8'));
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ $id: 'api', components: api.components });

const operations: Operation[] = Object.entries<Record<string, Omit<Operation, 'pattern' | 'method'>>>(api.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`),
      method: method.toUpperCase(),
      responses,
    })),
);
const compiled = new Map<unknown, ValidateFunction>();

/** Holds a JSON reply against openapi.json. @throws Error with the fields that it lacks, or that the API lacks. */
export function checkReply(method: string, path: string, status: number, body: unknown): void {
  const operation = operations.find((each) => each.method === method && each.pattern.test(path.split('?')[0]!));
  if (operation === undefined) return;
  const response = operation.responses[status] ?? operation.responses['default'];
  const schema = response?.content?.['application/json']?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} answered ${status} with JSON, which openapi.json doesn't have`);
  const validate = compiled.get(schema) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  compiled.set(schema, validate);
  if (!validate(body))
    throw new Error(
      `${method} ${path} answered ${status} with another reply than openapi.json has: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`,
    );
}
