import type { Endpoints } from '../contract/endpoints.ts';
import type { Endpoint } from './endpoint.ts';

type Lines<Given extends readonly Endpoint[]> = { [Index in keyof Given]: Given[Index]['line'] };

type LinesWithoutHandler<Given extends readonly Endpoint[]> = Exclude<keyof Endpoints, Given[number]['line']>;

type LinesHandledTwice<Given extends readonly unknown[], Found = never> = Given extends readonly [infer First, ...infer Rest]
  ? LinesHandledTwice<Rest, Found | Extract<First, Rest[number]>>
  : Found;

/** `unknown` where every line of the contract has one handler; else the lines that have none, or more than one. */
type Whole<Given extends readonly Endpoint[]> = [LinesWithoutHandler<Given>] extends [never]
  ? [LinesHandledTwice<Lines<Given>>] extends [never]
    ? unknown
    : { 'has two handlers': LinesHandledTwice<Lines<Given>> }
  : { 'has no handler': LinesWithoutHandler<Given> };

/** Every room's endpoints in one list. Compiles only where each line of the contract has one handler. */
export function wholeApi<const Given extends readonly Endpoint[]>(endpoints: Given & Whole<Given>): readonly Endpoint[] {
  return endpoints;
}
