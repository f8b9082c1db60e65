const textsInPiece = 1024;

/** Millions of short texts by number, as pieces of one long text: an object each would take several times the memory. */
export class TextTable {
  private readonly pieces: string[] = [];
  /** What the next piece is made of. */
  private readonly open: string[] = [];
  /** Where each text ends, counted over all of them. */
  private readonly ends: number[] = [];

  add(text: string): void {
    this.open.push(text);
    this.ends.push(this.begin(this.ends.length) + text.length);
    if (this.open.length < textsInPiece) return;
    // A buffer in between, so that what is kept is one flat text and not the tree of its parts.
    this.pieces.push(Buffer.from(this.open.join('')).toString());
    this.open.length = 0;
  }

  /** Empty where there is none of this number. */
  get(index: number): string {
    const end = this.ends[index];
    if (end === undefined) return '';
    const piece = Math.floor(index / textsInPiece);
    if (piece === this.pieces.length) return this.open[index % textsInPiece]!;
    const begin = this.begin(piece * textsInPiece);
    return this.pieces[piece]!.slice(this.begin(index) - begin, end - begin);
  }

  private begin(index: number): number {
    return this.ends[index - 1] ?? 0;
  }
}
