import type { Room } from '../room.ts';
import { readMetricsConfig } from './settings.ts';

/** Figures for whoever watches that it works. */
export const metricsRoom = { name: 'metrics', settings: { metrics: readMetricsConfig } } satisfies Room;
