import { describe, expect, it } from 'vitest';
import { matchInvoice, type Candidate } from '../../../server/invoices/match-invoice.ts';

const candidate = (relationshipId: string, customerName: string, firstDay: string, lastDay: string | null): Candidate => ({
  relationshipId,
  plantNumber: '660100',
  customerName,
  firstDay,
  lastDay,
  meteringPoints: ['707057500000006601'],
});
const kari = candidate('kari', 'Kari Nordmann', '2018-01-01', '2020-03-14');
const ola = candidate('ola', 'Ola Hansen', '2020-03-15', null);
const invoice = {
  plantNumber: '660100',
  meteringPoints: [],
  buyerName: 'Kari Nordmann',
  issuedOn: '2020-02-03',
  periodFrom: '2020-01-01',
  periodTo: '2020-01-31',
};
const match = (changes: Partial<Parameters<typeof matchInvoice>[0]> = {}, of = [kari, ola]) => matchInvoice({ ...invoice, ...changes }, of);

describe('an invoice', () => {
  it('belongs to whoever was the customer in its period', () => {
    expect(match()).toEqual({ relationshipId: 'kari' });
    expect(match({ periodFrom: '2020-04-01', periodTo: '2020-04-30', buyerName: 'Hansen, Ola' })).toEqual({ relationshipId: 'ola' });
    expect(match({ buyerName: '' })).toEqual({ relationshipId: 'kari' });
  });

  it('belongs over a move to the one it bills, however the name is written', () => {
    const over = { periodFrom: '2020-03-01', periodTo: '2020-03-31' };
    expect(match({ ...over, buyerName: 'NORDMANN, Kari' })).toEqual({ relationshipId: 'kari' });
    expect(match({ ...over, buyerName: 'Ola Hansen' })).toEqual({ relationshipId: 'ola' });
    expect(match({ ...over, buyerName: 'Huseier AS' })).toEqual({ setAside: 'over-a-move' });
  });

  it('is never given to a later occupant', () => {
    expect(match({}, [ola])).toEqual({ setAside: 'other-period' });
    expect(match({ periodFrom: '2020-03-01', periodTo: '2020-03-31' }, [ola])).toEqual({ setAside: 'other-period' });
    expect(match({ periodFrom: '2020-04-01', periodTo: '2020-04-30' })).toEqual({ setAside: 'other-customer' });
    expect(match({ periodFrom: null, periodTo: null, issuedOn: '2020-04-20' })).toEqual({ relationshipId: 'kari' });
    expect(match({ periodFrom: null, periodTo: null, issuedOn: '2020-04-20', buyerName: 'Ola Hansen' })).toEqual({ relationshipId: 'ola' });
  });

  it('may go from before the first day of a customer whom it names', () => {
    expect(match({ periodFrom: '2017-12-01', periodTo: '2018-01-31' })).toEqual({ relationshipId: 'kari' });
  });

  it('is set aside with nothing to know it by, or a number that nobody has', () => {
    expect(match({ plantNumber: null })).toEqual({ setAside: 'no-number' });
    expect(match({ plantNumber: '1' })).toEqual({ setAside: 'unknown-number' });
    expect(match({ plantNumber: null, meteringPoints: ['1'] })).toEqual({ setAside: 'unknown-number' });
  });

  it('is known by its metering point where it has no plant number', () => {
    expect(match({ plantNumber: null, meteringPoints: ['707057500000006601'] })).toEqual({ relationshipId: 'kari' });
  });
});
