import MagicString from 'magic-string';

const name = 'portal';
/**
 * Chromium then compiles the file off the main thread while it arrives, instead of function by function when each is first called:
 * nearly all of it runs before the log-in is seen. Others read it as a comment.
 */
const hint = '//# allFunctionsCalledOnLoad';
const exportClause = /export\{([^}]*)\};?\s*(?=\n\/\/# sourceMappingURL|$)/;

/**
 * Puts the chunk `portal` into each entry, so that a log-in needs one file. What else is imported from that chunk, by pages and by
 * the code after a log-in, it then finds in a small file under the chunk's name, which hands on what is in the entry: an entry is
 * loaded under any address (`min-side.js?v=2`, `v0/min-side.js`), which no chunk can know. The entry fills it before it fetches
 * the first chunk that needs it.
 */
export function portalInEntry() {
  return {
    name: 'portal-in-entry',
    /** After the minifier: whatever needs the portal is fetched once the portal is open to it. */
    renderChunk(code, chunk, _options, { chunks }) {
      if (chunk.name !== name) return null;
      const needs = (file, seen = new Set()) =>
        file === chunk.fileName ||
        (!seen.has(file) && (seen.add(file), (chunks[file]?.imports ?? []).some((imported) => needs(imported, seen))));
      const text = new MagicString(code);
      for (const { index, 0: found, 2: file } of code.matchAll(/import\((["'`])\.\/([^"'`]+)\1\)/g))
        if (needs(file)) text.appendLeft(index, 'openPortal().then(()=>').appendRight(index + found.length, ')');
      const [clause] = code.match(exportClause) ?? [];
      if (!clause) throw new Error('The portal exports nothing');
      const own = exportsOf(code)
        .map(([exported, local]) => `${exported}:${local}`)
        .join();
      const open = `function openPortal(){return import("./${chunk.fileName}").then(({fill})=>fill({${own}}))}`;
      text.appendLeft(code.lastIndexOf(clause), open);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
    },
    generateBundle(_options, bundle) {
      const portal = Object.values(bundle).find((chunk) => chunk.name === name);
      const exported = exportsOf(portal.code);
      const locals = new Map(exported);
      const [body] = portal.code.split(exportClause);
      const map = bundle[`${portal.fileName}.map`];
      for (const entry of Object.values(bundle).filter(({ isEntry }) => isEntry)) {
        entry.code = join(body, entry, portal.fileName, locals);
        const own = bundle[`${entry.fileName}.map`];
        if (own && map) {
          const source = JSON.parse(map.source);
          own.source = JSON.stringify({ ...source, file: entry.fileName, mappings: `;${source.mappings}` }); // a line more
        }
      }
      const names = exported.map(([each]) => each).join();
      portal.code = `let ${names},filled;export{${names}};export const fill=portal=>{filled||(filled=1,{${names}}=portal)};\n`;
      if (map) delete bundle[`${portal.fileName}.map`];
    },
  };
}

/** Of an export clause: `export{a as b,c}` is b, which is a here, and c. */
const exportsOf = (code) => namesOf(code.match(exportClause)?.[1] ?? '');

/** Of `a as b,c` what it is called outside and inside: `[['b', 'a'], ['c', 'c']]`. */
const namesOf = (list) =>
  list.split(',').flatMap((each) => {
    const [inside, outside = inside] = each.split(' as ').map((part) => part.trim());
    return inside ? [[outside, inside]] : [];
  });

/** The portal's code, then the entry's in a scope of its own, then what the entry exports, which is the portal's. */
function join(body, { code, fileName }, portalFile, locals) {
  /** The entry's own names of what it has of the portal. */
  const given = new Map();
  const exported = [];
  const script = code
    .replace(/\n\/\/# sourceMappingURL.*/, '')
    .replace(/(import|export)\{([^}]*)\}(?:from(["'])\.\/([^"']+)\3)?;?/g, (_found, what, list, _quote, file) => {
      if (file !== undefined && file !== portalFile) throw new Error(`${fileName} imports ${file}`);
      for (const [outside, inside] of namesOf(list)) {
        // Of an import the first is the portal's name, and the second the entry's.
        if (what === 'import') given.set(outside, locals.get(inside));
        else exported.push([outside, file ? locals.get(inside) : given.get(inside)]);
      }
      return '';
    });
  const unknown = [...given, ...exported].find(([, local]) => local === undefined);
  if (unknown) throw new Error(`${fileName} has ${unknown[0]}, which is not of the portal`);
  const names = [...given].map(([own, local]) => `${own}=${local}`).join();
  const scope = script.trim() && `{const ${names};${script}}`;
  const handedOn = exported.map(([name, local]) => `${local} as ${name}`).join();
  return `${hint}\n${body}${scope}export{${handedOn}};\n//# sourceMappingURL=${fileName}.map\n`;
}
