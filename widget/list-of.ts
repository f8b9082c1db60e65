/** A list of as many as wanted. Not by `Array.from`: old versions of MooTools, which some homepages still carry, put another function there. */
export const listOf = <T>(count: number, make: (index: number) => T): T[] => [...new Array(count).keys()].map(make);
