import MagicString from 'magic-string';

/**
 * What no chart of ours uses of uPlot, as text of its source: what it says of itself (`mode`, `showCursor`) becomes a constant, from
 * which the minifier sees what can never run; what hangs on the plot or on the window is cut. Our charts have one linear x-axis
 * below, no time scale (uPlot's own clock knows no Europe/Oslo), no cursor, selection, legend, bands or plugins of uPlot's. Each
 * rule must be met, so that a new uPlot whose source differs fails the build; a test sees that what is left paints the same.
 * @type {[found: RegExp, instead: string][]}
 */
const rules = [
  // Two kinds of data, four kinds of scale, two orientations: ours is one of each.
  [/(?:const|let) mode = (?:self|u)\.mode;/g, 'const mode = 1;'],
  [/\b(?:\w+\.)?(?:distr|xScaleDistr)\s*(?:==|>=)\s*(?:2|3|4|100)\b/g, 'false'],
  [/\b(?:\w+\.)?(?:distr|xScaleDistr)\s*!=\s*2\b/g, 'true'],
  [/\b(?:scaleX|sx)\.ori == 0/g, 'true'],
  [/\bscaleX\.ori == 1/g, 'false'],
  [/\bscaleX\.dir\b/g, '1'],
  [/\b(?:sc|wsc|scaleOpts)\.from == null/g, 'true'],
  [/\b(?:sc|wsc|scaleOpts)\.from != null/g, 'false'],
  // Time, and numbers in the browser's language, whose name (`C`) Intl need not know.
  [/let isTime = .*/g, ''],
  [/(?<!let )\bisTime\b/g, 'false'],
  [/\bscaleX\.time\b/g, 'false'],
  [/const localTz = .*/g, 'const localTz = undefined;'],
  [/const \[ timeIncrs(?:Ms|S), .*/g, ''],
  [/const _(?:tzDate|fmtDate|timeAxisSplits|timeAxisVals|timeSeriesVal) +=.*/g, ''],
  [/const numFormatter = .*\nconst fmtNum = .*/g, 'const fmtNum = String;'],
  // Cursor, selection, legend.
  [
    /const legend     = [\s\S]*?const showLegend = legend\.show;[\s\S]*?const markers .*\n\s*\{[\s\S]*?\n\t\}/g,
    'const showLegend = false, showCursor = false;',
  ],
  [/(?:legend\.show && )?\blegend\.live\b/g, 'false'],
  [
    /\tif \(cursor\.dataIdx == null\) \{[\s\S]*?const cursorOnePt = .*/g,
    '\tconst focus = { alpha: 1 }, cursorFocus = false, cursorOnePt = false;',
  ],
  [/shouldSetCursor = shouldSetCursor \|\| cursor\.left >= 0;/g, ''],
  [/let shouldAlpha = .*/g, 'const shouldAlpha = false;'],
  [/const drag = cursor\.drag;\n\n\tlet dragX = .*\n\tlet dragY = .*/g, ''],
  [/\ton\("click", wrap, e => \{[\s\S]*?\n\t\}, true\);/g, ''],
  [/const select = self\.select = assign\(\{[\s\S]*?\}, opts\.select\);/g, ''],
  [/\bselect\.show\b/g, 'false'],
  [/\tObject\.defineProperty\(self, 'rect', \{[\s\S]*?\n\t\}\);/g, ''],
  [/\tself\.setCursor = \([\s\S]*?\n\t\};/g, ''],
  [/\t\t\tsyncRect\(true\);/g, ''],
  [/const cursorPlots = new Set\(\);/g, ''],
  [/\ton\((?:resize|scroll), win, .*/g, ''],
  [/\tconst events = \{\};[\s\S]*?(?=\n\tif \(showCursor\) \{)/g, ''],
  [/\tconst seriesIdxMatcher = [\s\S]*?\tself\.pub = pub;/g, ''],
  [/\t\tsync\.unsub\(self\);\n\t\tcursorPlots\.delete\(self\);\n\t\tmouseListeners\.clear\(\);/g, ''],
  [/const mouseListeners = new Map\(\);/g, ''],
  [/\t\tlegendTable\?\.remove\(\);.*/g, ''],
  // Bands between series.
  [/const bands   = [\s\S]*?\n\t\}\);/g, ''],
  [/let \[ bandFillDir, bandClipDir \] = .*/g, 'const bandFillDir = 0, bandClipDir = 0;'],
  [/let band = ifNull\(u\.bands, .*/g, 'const band = null;'],
  [/\bfillStroke\(si, (?=strokeStyle, width)/g, 'strokeFill('],
  [/if \(bandClip\) \{/g, 'if (false) {'],
  [/ \|\| bandClip\)/g, ')'],
  // Titles, plugins, slanting labels, and what else hangs on the plot or on uPlot itself.
  [/\tif \(opts\.title\) \{[\s\S]*?\n\t\}/g, ''],
  [/\t\(opts\.plugins \|\| \[\]\)\.forEach\(p => \{[\s\S]*?\n\t\}\);/g, ''],
  [/\baxis\.label != null/g, 'false'],
  [/let angle = .*/g, 'const angle = 0;'],
  [/\tself\.(?:setSeries|addBand|setBand|delBand|setLegend|setSelect) = .*/g, ''],
  [/^\s*(?:\(paths\.spline|uPlot\.(?:assign|fmtNum|range\w+|orient|pxRatio|join|fmtDate|tzDate|sync|addGap|clipGaps))\s*=.*$/gm, ''],
  [/\ton\(dppxchange, win, \(\) => .*/g, ''],
  [/const xySeriesOpts = \{[\s\S]*?\n\};/g, ''],
  [/const wholeIncrs = .*/g, ''],
  [/^const (?:days|months)3 = .*/gm, ''],
  [/const engNames = \{[\s\S]*?\n\};/g, ''],
  [/\blog \? \w+ : (?=nonNullIdxs|notNullish)/g, ' '],
  [/const domEnv = .*/g, 'const domEnv = true;'],
  [/const microTask = .*/g, 'const microTask = queueMicrotask;'],
  // Every scale of ours says itself what it spans.
  [/function rangeNum\([\s\S]*?\n\}/g, 'const rangeNum = (min, max) => [min - 1, max + 1];'],
  [/if \(rangeIsArr && \(rn\[0\][\s\S]*?dataMax, cfg\);\n\t+\}/g, ''],
  [/function _rangeNum\([\s\S]*?\n\}/g, ''],
  [/^genIncrs\(2, .*/gm, ''],
];

/** uPlot's source without what no chart of ours uses. Throws when a rule is not met. */
export function leaveOut(code) {
  const text = new MagicString(code);
  for (const [found, instead] of rules) {
    const matches = [...code.matchAll(found)];
    if (matches.length === 0) throw new Error(`uPlot's source has changed: nothing in it is ${found}`);
    for (const {
      index,
      0: { length },
    } of matches)
      text.update(index, index + length, instead || ';');
  }
  return text;
}

/** Rollup's plugin. */
export function leaveOutUnusedOfUplot() {
  return {
    name: 'leave-out-unused-of-uplot',
    transform(code, id) {
      if (!id.includes('/uplot/')) return null;
      const text = leaveOut(code);
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary', source: id }) };
    },
  };
}
