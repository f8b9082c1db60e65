import { describe, expect, it } from 'vitest';
import { InputFault } from '../../../../server/ground/input-fault.ts';
import { parseGs2Block } from '../../../../server/metering/files/gs2-block.ts';

describe('a block of a GS2 file', () => {
  it('has its attributes on one line or on lines of their own, in any case and with spaces around', () => {
    for (const text of [
      '##Time-series#Reference= 7070 #Step=0000-00-00.01:00:00',
      '##TIME-SERIES \r\n# reference =7070\r\n#STEP=0000-00-00.01:00:00\r\n',
    ]) {
      const block = parseGs2Block(text, 1);
      expect([block.kind, block.get('reference'), block.get('step'), block.get('unit')]).toEqual([
        'time-series',
        '7070',
        '0000-00-00.01:00:00',
        undefined,
      ]);
    }
  });

  it('says on which line of the file an attribute stands, and of one that is missing where the block begins', () => {
    const block = parseGs2Block('##Time-series\n#Reference=7070\n\n#Start=2024-01-01\n#Value=<\n1/m\n>\n#Sum=1', 10);
    expect(['reference', 'start', 'value', 'sum', 'unit'].map((name) => block.lineOf(name))).toEqual([11, 13, 14, 17, 10]);
  });

  it('keeps an equals sign in a value, the later of two attributes, and nothing of what has no name', () => {
    const block = parseGs2Block('##Start-message#Id=a=b#Id=c=d#=nameless#flag', 1);
    expect([block.get('id'), block.get(''), block.get('flag'), block.get('fla')]).toEqual(['c=d', undefined, undefined, undefined]);
  });

  it('names what it lacks, with the block and the line where it begins', () => {
    const block = parseGs2Block('## Time-series #Reference=\n#Unit=kWh', 7);
    expect(block.need('unit')).toBe('kWh');
    for (const name of ['start', 'reference']) {
      expect(() => block.need(name)).toThrow(InputFault);
      try {
        block.need(name);
      } catch (error) {
        expect(error).toMatchObject({ line: 7, column: name, message: expect.stringContaining('##Time-series lacks it') as string });
      }
    }
  });
});
