/**
 * The same function, which remembers what it answered: for what is asked again and again and takes long to work out. Of more than `most` all is
 * forgotten, which only bounds memory. What it answers must follow from the key alone, and never be undefined.
 */
export function remembered<Key, Answer>(most: number, work: (key: Key) => Answer): (key: Key) => Answer {
  const known = new Map<Key, Answer>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const answer = work(key);
    if (known.size >= most) known.clear();
    known.set(key, answer);
    return answer;
  };
}
