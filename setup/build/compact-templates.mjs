import MagicString from 'magic-string';

/** Takes the indentation out of `html` and `css` templates: one space means the same there as a line break with twenty. */
export function compactTemplates() {
  return {
    name: 'compact-templates',
    transform(code, id) {
      if (!id.includes('/widget/')) return null;
      const text = new MagicString(code);
      // A sheet as a whole, or an indentation outside of one: gone between two tags, else one line break.
      for (const { index, 0: found } of code.matchAll(/(?<=css`)[^`]*|(?<=>)\n\s*(?=<[a-z/])|\n\s+/g)) {
        const sheet = !/^\n\s*$/.test(found);
        const between = code[index - 1] === '>' && /^<[a-z/]/.test(code.slice(index + found.length, index + found.length + 2));
        if (found) text.update(index, index + found.length, sheet ? compactSheet(found) : between ? '' : '\n');
      }
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary', source: id }) };
    },
  };
}

const compactSheet = (sheet) =>
  sheet
    .replace(/\/\*[^*]*\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/;\}/g, '}')
    .replace(/(?<![\w.])0\.(?=\d)/g, '.')
    .replace(/: /g, ':')
    .trim();
