const pieceLength = 65_536;

/** Millions of short texts by number, as pieces of one long text: an object each would take several times the memory. */
export class TextTable {
  private readonly pieces: string[] = [];
  private open: string[] = [];
  private openLength = 0;
  /** Where each text ends, counted over all of them. */
  private ends = new Float64Array(1024);
  private starts: number[] = [0];
  private count = 0;

  add(text: string): void {
    if (this.count === this.ends.length) {
      const longer = new Float64Array(this.count * 2);
      longer.set(this.ends);
      this.ends = longer;
    }
    this.open.push(text);
    this.openLength += text.length;
    this.ends[this.count++] = this.starts.at(-1)! + this.openLength;
    if (this.openLength >= pieceLength) this.close();
  }

  /** Empty where there is none of this number. */
  get(index: number): string {
    if (!(index >= 0 && index < this.count)) return '';
    if (this.openLength > 0) this.close();
    const from = index === 0 ? 0 : this.ends[index - 1]!;
    const till = this.ends[index]!;
    // A text never goes over from one piece to the next.
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= from) low = middle;
      else high = middle - 1;
    }
    // An empty text at a piece's end has nothing to find.
    return till === from ? '' : this.pieces[low]!.slice(from - this.starts[low]!, till - this.starts[low]!);
  }

  private close(): void {
    // A buffer in between, so that what is kept is one flat text and not the tree of its parts.
    this.pieces.push(Buffer.from(this.open.join('')).toString());
    this.starts.push(this.starts.at(-1)! + this.openLength);
    this.open = [];
    this.openLength = 0;
  }
}
