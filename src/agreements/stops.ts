// What other modules may read of stops and of when versions govern; the tables stay private to this one.
export { standingStop, stopsOf } from './storeStop.ts'
