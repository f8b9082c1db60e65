import MagicString from 'magic-string';

const unused = /^\s*(\(paths\.spline|uPlot\.(assign|fmtNum|range\w+|orient|pxRatio|join|fmtDate|tzDate|sync|addGap|clipGaps))\s*=.*$/gm;

/**
 * uPlot hangs every way of drawing a line, and what else it can do, on itself, so that no bundler can tell which are used. Ours are bars,
 * straight lines and steps. Its own number format, which no axis of ours uses, asks for the browser's language by a name that need not be one (`C`).
 */
export function leaveOutUnusedOfUplot() {
  return {
    name: 'leave-out-unused-of-uplot',
    transform(code, id) {
      if (!id.includes('/uplot/')) return null;
      const text = new MagicString(code).replaceAll(unused, '').replace("(domEnv ? nav.language : 'en-US')", '()');
      return { code: text.toString(), map: text.generateMap({ hires: 'boundary', source: id }) };
    },
  };
}
