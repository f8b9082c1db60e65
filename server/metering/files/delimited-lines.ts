import { InputFault } from '../../ground/input-fault.ts';
import type { ReadingParser } from './reading-row.ts';

const newline = 10;
const carriageReturn = 13;
const quote = 34;
/** Characters: ten thousand columns are less. */
const longestLine = 1_000_000;

/** One line from `start` to `end` of a text. The same object is filled again for each. */
export interface DelimitedLine {
  text: string;
  start: number;
  end: number;
  /** How many cells there are, were no delimiter enclosed in quotes. */
  count: number;
  /** Where each cell begins and ends; behind `count` of them stand those of lines before. */
  starts: number[];
  ends: number[];
  quoted: boolean;
  /** Counted from 1. */
  number: number;
}

/** Finds the lines of a text that comes in pieces, and their cells, without a copy of any. Lines end with or without a carriage return. */
export function createDelimitedLines(delimiter: string, take: (line: DelimitedLine) => void): ReadingParser {
  const between = delimiter.charCodeAt(0);
  const starts: number[] = [];
  const ends: number[] = [];
  const line: DelimitedLine = { text: '', start: 0, end: 0, count: 0, starts, ends, quoted: false, number: 0 };
  let carry = '';

  const endless = () => new InputFault('the line has no end: this is not such a CSV file', line.number + 1);

  /** The lines that end in `text`, from `begin` on; answers where what is left begins. */
  function readLines(text: string, begin: number): number {
    let start = begin;
    let count = 0;
    let quoted = false;
    starts[0] = begin;
    for (let position = begin; position < text.length; position++) {
      const code = text.charCodeAt(position);
      if (code === between) {
        ends[count++] = position;
        starts[count] = position + 1;
      } else if (code === newline) {
        if (position - start > longestLine) throw endless();
        line.text = text;
        line.start = start;
        line.end = ends[count] = text.charCodeAt(position - 1) === carriageReturn ? position - 1 : position;
        line.count = count + 1;
        line.quoted = quoted;
        line.number++;
        take(line);
        start = position + 1;
        count = 0;
        quoted = false;
        starts[0] = start;
      } else if (code === quote) {
        quoted = true;
      }
    }
    return start;
  }

  return {
    get line() {
      return line.number;
    },
    push(piece) {
      const zero = piece.indexOf('\0');
      if (zero >= 0) throw new InputFault('this is not a text file', line.number + piece.slice(0, zero).split('\n').length);
      const cut = piece.indexOf('\n') + 1;
      if (cut === 0) {
        carry += piece;
      } else {
        // The line that began in the piece before is read by itself, so that no whole piece is copied.
        readLines(carry + piece.slice(0, cut), 0);
        carry = piece.slice(readLines(piece, cut));
      }
      if (carry.length > longestLine) throw endless();
    },
    end() {
      if (carry) readLines(`${carry}\n`, 0);
    },
  };
}
