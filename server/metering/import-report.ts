import { localTime } from '../ground/local-time.ts';
import type { PassedOver } from './files/reading-row.ts';
import type { RejectReason } from './pack/reject-reason.ts';
import type { Judgement } from './screen/judge-series.ts';
import type { RejectedReading } from './screen/set-aside.ts';
import type { ToldRegister } from './screen/told-registers.ts';

/** What an import did, or with `check` would have done. Counts are of readings. */
export interface ImportReport {
  file: string;
  /** This very file was imported before, by the same profile. */
  known: boolean;
  /** Each is in one of four: `shown`, `superseded`, `rejected` (set aside) or `empty`. */
  read: number;
  /** What is shown by now is what they say: `stored` and `corrected` since this file, `unchanged` before it. */
  shown: number;
  stored: number;
  unchanged: number;
  corrected: number;
  /** Without a value: empty, or what the profile calls no value. */
  empty: number;
  /** Later ones, of this file or another, or finer ones are shown in their place; nobody's fault. */
  superseded: number;
  rejected: number;
  /** Lines that hold no reading and are no fault, such as totals: how many, and the first hundred of them. */
  passedOver: { lines: number; first: { line: number; what: PassedOver }[] };
  /** The first hundred of them. */
  rejections: RejectedReading[];
  /** Readings of earlier files that this one speaks against, and that are set aside from now on: the first hundred. */
  overruled: (RejectedReading & { file: string })[];
  /** Registers told at a swap that these readings contradict: set aside from now on, and the swap is known by its time alone. */
  told: SetAsideRegister[];
  /** Registers that went over their end and go on from 0: the first hundred. */
  rolledOver: RolledRegister[];
  days: number;
}

/** A register that was told at a swap and is set aside. */
export type SetAsideRegister = Pick<ToldRegister, 'end' | 'meteringPointId' | 'serial' | 'energyKwh'> & { reason: RejectReason };

/** A register that went over its end. `at` is when it was first read below, in ISO 8601. */
export interface RolledRegister {
  meteringPointId: string;
  serial: string;
  at: string;
  fromKwh: number;
  toKwh: number;
}

/** What a file does that was imported before. */
export const nothingTaken = {
  stored: 0,
  unchanged: 0,
  corrected: 0,
  superseded: 0,
  rejected: 0,
  rejections: [],
  overruled: [],
  told: [],
  rolledOver: [],
  days: 0,
};

export const asSetAside = ({ end, meteringPointId, serial, energyKwh, reason }: ToldRegister): SetAsideRegister => ({
  end,
  meteringPointId,
  serial,
  energyKwh,
  reason: reason as RejectReason,
});

export const asRolled = ({ series, before, after }: Judgement['rolledOver'][number]): RolledRegister => ({
  meteringPointId: series.meteringPointId,
  serial: series.serial,
  at: localTime(new Date(after.at * 1000)),
  fromKwh: before.values[0]!,
  toKwh: after.values[0]!,
});
