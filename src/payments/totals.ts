// Sums of payments for screens; the tables stay private to this module.
export {
  type DayTotal,
  type Health,
  type HourTotal,
  healthSince,
  type Span,
  type StateTotal,
  totalsByDay,
  totalsByHour,
  totalsByLevel,
  totalsByState,
  unknownNow,
} from './storeTotals.ts'
