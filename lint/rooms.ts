// Prints the server's rooms from the lowest to the highest, each with the rooms it stands on, and fails on an import that runs upwards.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { serverOrder } from './zones.ts';

const root = join(import.meta.dirname, '..');
const order: readonly string[] = serverOrder;
const standsOn = new Map<string, Set<string>>();
const faults: string[] = [];

for (const file of globSync('server/**/*.ts', { cwd: root })) {
  const zone = zoneOf(file);
  const own = standsOn.get(zone) ?? new Set();
  standsOn.set(zone, own);
  if (!order.includes(zone)) faults.push(`${file}: lint/zones.ts doesn't say where ${zone} stands.`);
  for (const [, path] of readFileSync(join(root, file), 'utf8').matchAll(/(?:\bfrom|\bimport\()\s*'(\.[^']+)'/g)) {
    const imported = normalize(join(dirname(file), path!));
    const other = zoneOf(imported);
    if (!imported.startsWith('server/') || other === zone) continue;
    own.add(other);
    if (order.indexOf(other) > order.indexOf(zone)) faults.push(`${file}: ${zone} stands below ${other} and imports ${imported}.`);
  }
}

for (const zone of order) {
  const below = [...(standsOn.get(zone) ?? [])].toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
  if (standsOn.has(zone)) console.log(`${zone.padEnd(15)} ${below.join(' ')}`);
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

function zoneOf(path: string): string {
  return path.split('/')[1] ?? '';
}
