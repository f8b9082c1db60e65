/** What the addresses of a block (`84.212.10.0/24`, `2001:db8:1::/48`) begin with, as one may know one's own: `84.212.10`. */
export const addressBegin = (block: string): string => block.replace(/(\.0)*\/\d+$/, '').replace(/:+$/, '');
