const told = new Set<string>();

/** Says once on the console what the web editor has to change, and where. */
export function tellEditor(sentence: string): void {
  if (told.has(sentence)) return;
  told.add(sentence);
  console.error(`<min-side>: ${sentence}`);
}
