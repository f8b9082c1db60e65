/** Keys that a page or a dialog around the portal may need from within a field too. */
const forThePage = new Set(['Escape', 'Tab']);

/** What is typed into a field is not for the page: its shortcuts see only `<min-side>`, not the field, and would take the digits. */
export function keepTyping(event: KeyboardEvent): void {
  const [target] = event.composedPath() as HTMLElement[];
  if (target?.matches('input, select, textarea') && !forThePage.has(event.key)) event.stopPropagation();
}
