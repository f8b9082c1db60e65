import type { Look, Tone } from './model.ts';

/** Colours and type for the canvas, which knows no custom properties. */
export interface Ink {
  axis: string;
  grid: string;
  font: string;
  /** How much larger than usual the reader's letters are. */
  scale: number;
  /** Behind what is missing. */
  gap: CanvasPattern | string;
  /** Behind what has not come yet. */
  dots: CanvasPattern | string;
  line: string;
  /** The second line's: outdoor temperature. */
  side: string;
  /** What everything stands on. */
  ground: string;
  /** Behind the values: what is usual. */
  band: string;
  fill(tone: Tone, look: Look): CanvasPattern | string;
}

/** Reads the colours that CSS has resolved on the element's probes: seven `<i>`, three tones, axis, grid, the second line and the ground. */
export function readInk(probes: Iterable<Element>, host: Element): Ink {
  const [old, middle, full, axis, grid, side, ground] = [...probes].map((probe) => getComputedStyle(probe).color) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const { fontFamily, fontSize } = getComputedStyle(host);
  const scale = parseFloat(fontSize) / 16 || 1;
  const tones = [old, middle, full];
  const patterns = new Map<string, CanvasPattern | string>();
  const hatch = (color: string, ground: number, falling = false): CanvasPattern | string => {
    const key = `${color} ${ground}`;
    if (!patterns.has(key)) patterns.set(key, hatched(color, ground, falling));
    return patterns.get(key)!;
  };
  return {
    axis,
    grid,
    font: `${12 * scale}px ${fontFamily}`,
    scale,
    // The axis' tone: what is missing must be seen as well as what is there.
    gap: hatch(axis, 0),
    dots: dotted(axis),
    line: middle,
    side,
    ground,
    band: grid,
    fill: (tone, look) => (look === 'e' ? hatch(tones[tone]!, 0.25) : look === 'u' ? hatch(tones[tone]!, 0.6, true) : tones[tone]!),
  };
}

/** Slanting lines of a colour, rising or `falling`, on a ground of the same, `ground` its opacity: told apart without colour. */
function hatched(color: string, ground: number, falling: boolean): CanvasPattern | string {
  const ratio = devicePixelRatio;
  const size = Math.round(6 * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  context.strokeStyle = context.fillStyle = color;
  context.globalAlpha = ground;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
  context.lineWidth = 1.5 * ratio;
  context.beginPath();
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift, falling ? 0 : size);
    context.lineTo(shift + size, falling ? size : 0);
  }
  context.stroke();
  return context.createPattern(canvas, 'repeat') ?? color;
}

/** Sparse dots of a colour on nothing. */
function dotted(color: string): CanvasPattern | string {
  const ratio = devicePixelRatio;
  const size = Math.round(8 * ratio);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.beginPath();
  context.arc(size / 2, size / 2, ratio, 0, 2 * Math.PI);
  context.fill();
  return context.createPattern(canvas, 'repeat') ?? color;
}
