/** What is wrong with a file that is refused as a whole, and where. `line` counts from 1, `column` is the column's or field's name. */
export class InputFault extends Error {
  override name = 'InputFault';
  readonly line: number | undefined;
  readonly column: string | undefined;

  constructor(message: string, line?: number, column?: string) {
    super(message);
    this.line = line;
    this.column = column;
  }

  /** A whole sentence that an operator can act on. */
  describe(file: string): string {
    const place = [file, this.line && `line ${this.line}`, this.column && `column "${this.column}"`].filter(Boolean).join(', ');
    return `${place}: ${this.message}${/[.?!]$/.test(this.message) ? '' : '.'}`;
  }
}
