/** How often a property is tried: `RUNS=10` makes every property's runs ten times as many, a search for mutants makes them few. */
export const runs = (count: number): number => Math.ceil(count * Number(process.env.RUNS ?? 1));
