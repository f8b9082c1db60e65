import { tellEditor } from './tell-editor.ts';

/** WCAG 2.2, 1.4.3: of text to its ground. */
const needed = 4.5;

type Rgb = [red: number, green: number, blue: number];

/** From 1 to 21. Channels are 0 to 255. */
export function contrastOf(one: Rgb, other: Rgb): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((value) =>
    value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
  ) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/**
 * Looks whether the colours that a page has chosen can be read: tells the web editor, and where the text on the accent can't be,
 * makes it black or white, whichever is read better.
 */
export function checkContrast(host: HTMLElement, frame: Element): void {
  if (!frame.isConnected) return; // taken out of the page meanwhile: nothing has a colour there
  const [accent, onAccent, ground] = ['accent', 'on-accent', 'ground'].map((name) => colorOf(frame, `var(--ms-${name})`)) as [
    Rgb,
    Rgb,
    Rgb,
  ];
  const isRead = (name: string, color: Rgb, groundName: string, on: Rgb): boolean => {
    const contrast = contrastOf(color, on);
    if (contrast < needed)
      tellEditor(`--min-side-${name} has a contrast of ${contrast.toFixed(1)} to --min-side-${groundName}, but needs ${needed}.`);
    return contrast >= needed;
  };
  isRead('accent', accent, 'ground', ground);
  if (isRead('on-accent', onAccent, 'accent', accent)) return;
  const best = contrastOf([0, 0, 0], accent) > contrastOf([255, 255, 255], accent) ? 'black' : 'white';
  host.style.setProperty('--ms-on-accent', best);
}

/** A colour of any notation, with all that it depends on, as the browser paints it there. */
function colorOf(frame: Element, color: string): Rgb {
  const probe = frame.appendChild(document.createElement('span'));
  probe.style.color = color;
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red!, green!, blue!];
}
