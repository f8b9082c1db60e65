/** Debian's user and group `nobody`, to run as from root; not root: whoever runs the tests is unprivileged already. */
export const asNobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
