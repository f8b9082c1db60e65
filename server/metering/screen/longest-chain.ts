/** What may follow what: `next` may come after `before` when it is not less by more than the slack, in either number. */
export interface Link {
  low: number;
  high: number;
  /** As `high`, but by what the house usually uses: where this falls from one link to the next the step is suspect. Where `high` falls it falls too. */
  usual: number;
  /** A step to this one is never suspect. */
  trusted: boolean;
  /** When it was delivered: of chains as long as each other the one with the later delivered wins. */
  order: number;
}

/** So many links a suspect step takes off a chain's length. */
const suspectCost = 1.5;

export interface Slack {
  low: number;
  high: number;
}

/**
 * The longest sequence of links, at most one a group and in the groups' order, in which each may follow the one before it, less what its suspect
 * steps cost. Of several as long the one that goes back, link by link, over what was delivered last. Answers positions as [group, place in the group]. Takes n log² n.
 */
export function longestChain(groups: readonly (readonly Link[])[], slack: Slack): [group: number, place: number][] {
  const nodes = groups.flatMap((links, group) =>
    links.map((link, place): Node => ({ ...link, group, place, length: 1, before: undefined })),
  );
  extend(nodes, slack);
  const chain: [number, number][] = [];
  let last: Node | undefined;
  for (const node of nodes) last = longer(last, node);
  for (; last; last = last.before) chain.push([last.group, last.place]);
  return chain.toReversed();
}

interface Node extends Link {
  group: number;
  place: number;
  /** Of the longest chain that ends here, and the link before this in it. */
  length: number;
  before: Node | undefined;
}

/** Divides in the order of the groups: first the former half is settled, then what the latter half can follow in it, then that half. */
function extend(nodes: Node[], slack: Slack): void {
  if (nodes.length < 2 || nodes[0]!.group === nodes.at(-1)!.group) return;
  let middle = nodes.length >> 1;
  const { group } = nodes[middle]!;
  if (nodes[0]!.group === group) middle = nodes.findIndex((node) => node.group !== group);
  else while (nodes[middle - 1]!.group === group) middle--;
  const former = nodes.slice(0, middle);
  const latter = nodes.slice(middle);
  extend(former, slack);
  follow(former, latter, slack);
  extend(latter, slack);
}

/** A prefix maximum over `high` (Fenwick tree), filled in the order of `low`. */
function follow(former: Node[], latter: Node[], slack: Slack): void {
  const highs = former.map(({ high }) => high).toSorted((left, right) => left - right);
  const usuals = former.map(({ usual }) => usual).toSorted((left, right) => left - right);
  const longest = new Array<Node | undefined>(highs.length + 1);
  const longestUsual = new Array<Node | undefined>(highs.length + 1);
  const byLow = former.toSorted((left, right) => left.low - right.low);
  let filled = 0;
  for (const node of latter.toSorted((left, right) => left.low - right.low)) {
    for (; filled < byLow.length && byLow[filled]!.low <= node.low + slack.low; filled++) {
      const fresh = byLow[filled]!;
      put(longest, countUpTo(highs, fresh.high), fresh);
      put(longestUsual, countUpTo(usuals, fresh.usual), fresh);
    }
    take(node, bestOf(longest, countUpTo(highs, node.high + slack.high)), node.trusted ? 1 : 1 - suspectCost);
    if (!node.trusted) take(node, bestOf(longestUsual, countUpTo(usuals, node.usual + slack.high)), 1);
  }
}

function put(tree: (Node | undefined)[], from: number, node: Node): void {
  for (let rank = from; rank < tree.length; rank += rank & -rank) tree[rank] = longer(tree[rank], node);
}

function bestOf(tree: readonly (Node | undefined)[], to: number): Node | undefined {
  let best: Node | undefined;
  for (let rank = to; rank > 0; rank -= rank & -rank) best = longer(best, tree[rank]);
  return best;
}

function take(node: Node, before: Node | undefined, gain: number): void {
  if (!before || before.length + gain < node.length) return;
  if (before.length + gain === node.length && node.before && node.before.order > before.order) return;
  node.length = before.length + gain;
  node.before = before;
}

function longer(one: Node | undefined, other: Node | undefined): Node | undefined {
  if (!one || !other) return one ?? other;
  if (one.length !== other.length) return one.length > other.length ? one : other;
  return one.order > other.order ? one : other;
}

/** How many of the sorted numbers are at most `limit`. */
function countUpTo(sorted: readonly number[], limit: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! <= limit) from = middle + 1;
    else to = middle;
  }
  return from;
}
